"""Recipes of the DICOM captures under parts/. Each makes one capture (or a few of one happening)."""

import archive
import images
import people

RECIPES = {}
IMPATIENT = ("-ts", "5")


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


def _echo(lab, *more, host="ct", port=archive.PORT, called="PACS1", ok=(0,)):
    return lambda: lab.call(host, "echoscu", "-aet", "CT1", "-aec", called, *more, lab.address("pacs"), port, ok=ok)


def _store(lab, paths, *more, target="pacs", port=archive.PORT, called="PACS1", ok=(0,)):
    return lambda: lab.call("ct", "storescu", "-R", "-aet", "CT1", "-aec", called, *more, lab.address(target), port, *paths, ok=ok)


def _receiver(lab, *more, port=11112):
    """storescp on the workstation."""
    return lab.serve("ws", port, "storescp", "-dhl", "-od", lab.scratch("received"), *more, port)


def _retrieve(lab, tool, *more, ok=(0,)):
    return lambda: lab.call("ws", tool, "-S", "-aet", "WS1", "-aec", "PACS1", *more, "-k", "QueryRetrieveLevel=STUDY",
                            "-k", f"StudyInstanceUID={people.exam(2, 'CT').study_uid}", lab.address("pacs"), archive.PORT, ok=ok)


@recipe
async def dicom_echo(lab):
    await lab.record("dicom-echo.pcap", "echoscu to Orthanc: one C-ECHO", _echo(lab))


@recipe
async def dicom_store(lab):
    await lab.record("dicom-store.pcapng", "storescu to Orthanc: one CT image, explicit VR little endian", _store(lab, [lab.image]))


@recipe
async def dicom_store_implicit(lab):
    await lab.record("dicom-store-implicit.ns.pcap", "storescu -xi to Orthanc: one MR image, implicit VR little endian",
                     _store(lab, [lab.implicit], "-xi"))


@recipe
async def dicom_store_syntaxes(lab):
    """One object each in encodings that change how the dataset is read."""
    for name, tool, prepare, propose, accept in (
            ("big-endian", "dcmconv", "+tb", "-xb", "+xb"), ("deflated", "dcmconv", "+td", "-xd", "+xd"),
            ("jpeg-lossless", "dcmcjpeg", "+e1", "-xs", "+xs")):
        path = lab.folder / f"{name}.dcm"
        lab.call("ct", tool, prepare, lab.image, path)
        server = _receiver(lab, accept)
        await lab.record(f"dicom-store-{name}.pcap", f"storescu {propose} to storescp {accept}: one CT image, {name.replace('-', ' ')}",
                         _store(lab, [path], propose, target="ws", port=11112, called="WS1"))
        lab.processes.stop(server)


@recipe
async def dicom_store_small_pdu(lab):
    server = _receiver(lab, "-pdu", "4096")
    await lab.record("dicom-store-small-pdu.pcap", "storescu to storescp -pdu 4096: one CT image in PDUs of at most 4096 bytes",
                     _store(lab, [lab.image], target="ws", port=11112, called="WS1"))
    lab.processes.stop(server)


@recipe
async def dicom_bulk(lab):
    await lab.record("dicom-bulk.pcap", "storescu (all presentation contexts it knows, a request of 9.6 KB) to Orthanc: "
                     "8 CT images on one association",
                     lambda: lab.call("ct", "storescu", "-aet", "CT1", "-aec", "PACS1", lab.address("pacs"), archive.PORT, *lab.many))


@recipe
async def dicom_find(lab):
    await lab.record("dicom-find.pcapng", "findscu -S to Orthanc: study level, PatientName=*, 3 matches",
                     lambda: lab.call("ws", "findscu", "-S", "-aet", "WS1", "-aec", "PACS1", "-k", "QueryRetrieveLevel=STUDY",
                                      "-k", "PatientName=*", "-k", "PatientID", "-k", "StudyInstanceUID", lab.address("pacs"), archive.PORT))


@recipe
async def dicom_worklist(lab):
    folder = lab.scratch("worklist") / "RIS1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lockfile").touch()
    for number in range(3):
        images.write_worklist_entry(folder, people.exam(50 + number, "CT"))
    server = lab.serve("pacs", 104, "wlmscpfs", "-dhl", "-dfp", folder.parent, 104)
    await lab.record("dicom-worklist.pcap", "findscu -W to wlmscpfs on port 104: 3 worklist entries with nested sequences",
                     lambda: lab.call("ct", "findscu", "-W", "-aet", "CT1", "-aec", "RIS1", "-k", "PatientName", "-k", "PatientID",
                                      "-k", "AccessionNumber", "-k", "(0040,0100)[0].Modality=CT",
                                      "-k", "(0040,0100)[0].ScheduledStationAETitle=CT1", lab.address("pacs"), 104))
    lab.processes.stop(server)


@recipe
async def dicom_move(lab):
    server = _receiver(lab, "-aet", "WS1")
    await lab.record("dicom-move.ns.pcap", "movescu asks Orthanc to send a study of 8 images to storescp (WS1): "
                     "C-MOVE and, on a second connection, its C-STOREs with move originator",
                     _retrieve(lab, "movescu", "-dhl", "-aem", "WS1"))
    lab.processes.stop(server)


@recipe
async def dicom_move_unknown(lab):
    await lab.record("dicom-move-unknown.pcap", "movescu to a destination Orthanc doesn't know: final status C000",
                     _retrieve(lab, "movescu", "-dhl", "-aem", "NOBODY", ok=None))


@recipe
async def dicom_get(lab):
    await lab.record("dicom-get.pcapng", "getscu from Orthanc: a study of 8 images, C-STORE from acceptor to requestor",
                     _retrieve(lab, "getscu", "--ignore"))


@recipe
async def dicom_reject_called(lab):
    await lab.record("dicom-reject-called.pcap", "echoscu with a wrong called AE title to Orthanc: rejected 1/1/7",
                     _echo(lab, called="WRONG", ok=None))


@recipe
async def dicom_reject_calling(lab):
    strict = archive.start(lab.processes, "ws", lab.folder / "strict", title="STRICT1", strict=True, port=4243,
                           modalities={"known": ["KNOWN", lab.address("engine"), 104]})
    await lab.record("dicom-reject-calling.pcap", "echoscu with a calling AE title that an Orthanc with known modalities only doesn't "
                     "know: rejected 1/1/3",
                     lambda: lab.call("ct", "echoscu", "-aet", "CT1", "-aec", "STRICT1", lab.address("ws"), 4243, ok=None))
    lab.processes.stop(strict)


@recipe
async def dicom_reject_dcmqrscp(lab):
    configuration = lab.folder / "dcmqrscp.cfg"
    configuration.write_text(
        "NetworkTCPPort = 11113\nMaxPDUSize = 16384\nMaxAssociations = 4\nHostTable BEGIN\n"
        f"known = (KNOWN, {lab.address('ws')}, 11112)\nHostTable END\nVendorTable BEGIN\nVendorTable END\n"
        f"AETable BEGIN\nQR1 {lab.scratch('qr')} RW (10, 64mb) known\nAETable END\n")
    server = lab.serve("pacs", 11113, "dcmqrscp", "-dhl", "-c", configuration)
    await lab.record("dicom-reject-dcmqrscp.pcap", "the same to dcmqrscp, which says 1/1/7 (called AE title) instead",
                     _echo(lab, port=11113, called="QR1", ok=None))
    lab.processes.stop(server)


@recipe
async def dicom_refuse(lab):
    server = _receiver(lab, "--refuse")
    await lab.record("dicom-refuse.pcap", "storescp --refuse: association rejected for no stated reason",
                     _store(lab, [lab.image], target="ws", port=11112, called="WS1", ok=None))
    lab.processes.stop(server)


@recipe
async def dicom_abort(lab):
    await lab.record("dicom-abort.pcap", "echoscu --abort: C-ECHO, then A-ABORT by the user", _echo(lab, "--abort"))


@recipe
async def dicom_abort_by_server(lab):
    server = _receiver(lab, "--abort-during")
    await lab.record("dicom-abort-by-server.pcap", "storescp --abort-during: A-ABORT while a C-STORE is being received",
                     _store(lab, [lab.image], target="ws", port=11112, called="WS1", ok=None))
    lab.processes.stop(server)


@recipe
async def dicom_user_identity(lab):
    await lab.record("dicom-user-identity.pcap", "storescu -usr tester -pwd not-a-secret: user and passcode in the clear",
                     _store(lab, [lab.image], "-usr", "tester", "-pwd", "not-a-secret"))


@recipe
async def dicom_storage_commitment(lab):
    modality = archive.start(lab.processes, "ct", lab.folder / "ct", title="CT1", port=11112,
                             modalities={"pacs": ["PACS1", lab.address("pacs"), archive.PORT]})
    archive.load(lab.processes, "ct", lab.many[:2])
    instances = archive.rest(lab.processes, "ct", "GET", "/instances")

    async def happen():
        import asyncio
        for path in ("store", "storage-commitment"):
            body = instances if path == "store" else '{"DicomInstances":[%s]}' % ",".join(
                '{"SOPClassUID":"%s","SOPInstanceUID":"%s"}' % (images.CLASSES["CT"], people.uid("instance", 2, n)) for n in (0, 1))
            archive.rest(lab.processes, "ct", "POST", f"/modalities/pacs/{path}", body)
        await asyncio.sleep(3)

    await lab.record("dicom-storage-commitment.pcap", "Orthanc as CT1 stores 2 images in Orthanc PACS1 and asks for commitment: "
                     "N-ACTION, and N-EVENT-REPORT on a connection the other way", happen)
    lab.processes.stop(modality)


@recipe
async def dicom_mpps(lab):
    server = lab.serve("pacs", 11114, *lab.tool("odil_peer.py", "serve", "v4", 11114, 1))
    await lab.record("dicom-mpps.pcapng", "Odil to Odil: performed procedure step, N-CREATE in progress and N-SET completed",
                     lambda: lab.call("ct", *lab.tool("odil_peer.py", "mpps", lab.address("pacs"), 11114, "CT1", "RIS1")))
    lab.processes.stop(server)


@recipe
async def dicom_odd_ports(lab):
    for port in (8080, 443):
        server = _receiver(lab, port=port)
        await lab.record(f"dicom-port-{port}.pcap", f"storescu to storescp on port {port}: one CT image",
                         _store(lab, [lab.image], target="ws", port=port, called="WS1"),
                         note={"tshark": ["-d", f"tcp.port=={port},dicom"]})
        lab.processes.stop(server)


@recipe
async def dicom_ipv6(lab):
    server = lab.serve("pacs", 11115, *lab.tool("odil_peer.py", "serve", "v6", 11115, 1))
    await lab.record("dicom-ipv6.pcap", "Odil to Odil over IPv6: one C-ECHO",
                     lambda: lab.call("ct", *lab.tool("odil_peer.py", "echo", lab.address("pacs", 6), 11115, "CT1", "PACS1")))
    lab.processes.stop(server)


@recipe
async def dicom_tls(lab):
    key, certificate = lab.folder / "key.pem", lab.folder / "cert.pem"
    lab.call("ws", "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-keyout", key, "-out", certificate,
             "-subj", "/O=EXAMPLE HOSPITAL/CN=ws1.example.org")
    server = _receiver(lab, "+tls", key, certificate, "-ic", port=2762)
    await lab.record("dicom-tls.pcap", "storescu +tla to storescp +tls on port 2762: one CT image inside TLS",
                     _store(lab, [lab.image], "+tla", "-ic", target="ws", port=2762, called="WS1"),
                     note={"no_oracle": "encrypted"})
    lab.processes.stop(server)


@recipe
async def dicom_one_direction(lab):
    await lab.record("dicom-one-direction.pcap", "8 CT images stored, only the frames sent by the modality captured",
                     _store(lab, lab.many), expression=("src", "host", lab.address("ct")),
                     note={"no_oracle": "one direction only: no presentation contexts accepted, tshark has no acknowledgements"})
    await lab.record("dicom-one-direction-server.pcap", "the same, only the frames sent by the archive captured",
                     _store(lab, lab.many), expression=("src", "host", lab.address("pacs")),
                     note={"no_oracle": "one direction only"})


@recipe
async def dicom_snap(lab):
    for snaplen in (96, 200):
        await lab.record(f"dicom-snap{snaplen}.pcap", f"8 CT images stored, captured with tcpdump -s {snaplen}",
                         _store(lab, lab.many), snaplen=snaplen, note={"no_oracle": "frames cut by the snap length"})
