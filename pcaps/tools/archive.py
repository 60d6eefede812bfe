"""Orthanc as the hospital's archive, on a host of a network."""

import json
import pathlib

PORT = 4242


def start(processes, host, folder, title="PACS1", modalities=None, strict=False, port=PORT, extra=None):
    """Starts Orthanc; REST listens on port 8042 of the same host. `strict`: known modalities only."""
    folder = pathlib.Path(folder)
    (folder / "store").mkdir(parents=True, exist_ok=True)
    allow = not strict
    configuration = {
        "Name": title, "StorageDirectory": str(folder / "store"), "IndexDirectory": str(folder / "store"),
        "Plugins": [], "HttpPort": 8042, "RemoteAccessAllowed": False, "AuthenticationEnabled": False,
        "DicomAet": title, "DicomPort": port, "DicomCheckCalledAet": True, "DicomCheckModalityHost": strict,
        "DicomAlwaysAllowEcho": allow, "DicomAlwaysAllowStore": allow, "DicomAlwaysAllowFind": allow,
        "DicomAlwaysAllowGet": allow, "DicomAlwaysAllowMove": allow,
        "DicomModalities": modalities or {}, "SynchronousCMove": True, "DicomAssociationCloseDelay": 1,
        "OverwriteInstances": True, "SaveJobs": False, "StableAge": 60, **(extra or {}),
    }
    (folder / "orthanc.json").write_text(json.dumps(configuration, indent=1))
    log = open(folder / "orthanc.log", "w")
    process = processes.start(host, "Orthanc", folder / "orthanc.json", log=log)
    processes.wait_for_port(host, port)
    processes.wait_for_port(host, 8042)
    return process


def rest(processes, host, method, path, body=None):
    """A REST call on the host's own loopback: never seen on the network."""
    data = ["-H", "Expect:", "--data-binary", body] if body else []
    return processes.call(host, "curl", "-sS", "-f", "-X", method, *data, f"http://127.0.0.1:8042{path}")


def load(processes, host, paths):
    """Puts objects into the archive by REST."""
    for path in paths:
        rest(processes, host, "POST", "/instances", f"@{path}")
