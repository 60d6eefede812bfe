"""Recipes of captures of what devices speak beside DICOM and HL7: TLS of all ages, FTP, Telnet, HTTP."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

RECIPES = {}
OLD = "openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\nMinProtocol = TLSv1\nCipherString = ALL:COMPLEMENTOFALL:@SECLEVEL=0\n"
NAME = "/C=DE/O=Example Hospital/OU=Imaging/CN="
TLS = 8443


def recipe(function):
    RECIPES[function.__name__.replace("_", "-")] = function
    return function


def _openssl(folder, *arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, cwd=folder)


def _authority(lab):
    """A certificate authority, a server's certificate by it, and a self-signed one that has expired; made once."""
    folder = lab.scratch("ca")
    if not (folder / "old.pem").exists():
        (folder / "old.cnf").write_text(OLD)
        for name in ("ca", "server", "old"):
            _openssl(folder, "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj",
                     NAME + {"ca": "Test CA", "server": "pacs.example", "old": "pump-gateway.example"}[name])
        _openssl(folder, "x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", "-days", 3650, "-out", "ca.pem")
        _openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", 3650,
                 "-out", "server.pem")
        (folder / "index.txt").touch()
        (folder / "ca.cnf").write_text("[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=old.srl\nnew_certs_dir=.\npolicy=p\ndefault_md=sha256\n"
                                       "preserve=yes\n[p]\nC=optional\nO=optional\nOU=optional\nCN=supplied\n")
        _openssl(folder, "ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile", "old.key", "-in", "old.csr", "-out", "old.pem",
                 "-create_serial", "-startdate", "20150101000000Z", "-enddate", "20200101000000Z", "-notext")
    return folder


def _tls_server(lab, folder, name, *more):
    return lab.serve("pacs", TLS, "env", f"OPENSSL_CONF={folder / 'old.cnf'}", "openssl", "s_server", "-accept", TLS, "-cert", folder / f"{name}.pem",
                     "-key", folder / f"{name}.key", "-quiet", "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0", *more)


def _tls_client(lab, folder, *more):
    """Says hello, a line, and goodbye. How it ends is for the capture to tell."""
    command = lab.network.command("ct", "env", f"OPENSSL_CONF={folder / 'old.cnf'}", "openssl", "s_client", "-connect",
                                  f"{lab.address('pacs')}:{TLS}", "-quiet", "-no_ign_eof", *more)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as client:
        time.sleep(0.3)
        if client.poll() is None:
            client.stdin.write(b"hello\n")
            client.stdin.flush()
            time.sleep(0.2)
    time.sleep(0.1)


@recipe
async def tls_versions(lab):
    folder = _authority(lab)
    server = _tls_server(lab, folder, "server", "-alpn", "h2,http/1.1")

    def happen():
        for version in ("-tls1", "-tls1_1", "-tls1_2", "-tls1_3"):
            _tls_client(lab, folder, version, "-cipher", "ALL:@SECLEVEL=0", "-servername", "pacs.example", "-alpn", "h2,http/1.1")
    await lab.record("tls-versions.pcap", "openssl s_client to s_server: TLS 1.0, 1.1, 1.2 and 1.3, a connection each, with server name and ALPN", happen)
    lab.processes.stop(server)


@recipe
async def tls_weak(lab):
    folder = _authority(lab)
    server = _tls_server(lab, folder, "old", "-no_tls1_3")

    def happen():
        for cipher in ("NULL-SHA", "ADH-AES128-SHA", "AES128-SHA"):
            _tls_client(lab, folder, "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0", "-noservername")
        _tls_client(lab, folder, "-tls1_3", "-servername", "pump-gateway.example")
        _tls_client(lab, folder, "-tls1_2", "-CAfile", folder / "ca.pem", "-verify_return_error", "-noservername")
    await lab.record("tls-weak.pcap", "openssl s_client to s_server with an expired certificate signed by itself: without encryption, without authentication, with "
                     "CBC; then the server refuses TLS 1.3 alone, and the client the certificate", happen)
    lab.processes.stop(server)


@recipe
async def tls_retry(lab):
    folder = _authority(lab)
    server = _tls_server(lab, folder, "server", "-groups", "P-384")

    def happen():
        _tls_client(lab, folder, "-tls1_3", "-servername", "pacs.example", "-groups", "X25519:P-384")
        _tls_client(lab, folder, "-tls1_3", "-servername", "pacs.example", "-CAfile", folder / "old.pem", "-verify_return_error")
    await lab.record("tls-retry.pcap", "openssl s_client to s_server, TLS 1.3: the server asks for another group (HelloRetryRequest); then the client refuses the "
                     "certificate, in cipher", happen)
    lab.processes.stop(server)


def _ftp(lab, host, script):
    """Runs Python's ftplib on a host."""
    return lambda: lab.call(host, *lab.python, "-c", f"import ftplib, io\nhost, port = {lab.address('pacs')!r}, 2121\n{script}")


@recipe
async def ftp_login(lab):
    folder = lab.scratch("ftp")
    (folder / "readme.txt").write_text("Nothing to see here.\n" * 200)
    server = lab.serve("pacs", 2121, *lab.python, "-c",
                       "from pyftpdlib import authorizers, handlers, servers\n"
                       "users = authorizers.DummyAuthorizer()\n"
                       f"users.add_user('ct1', 'not-a-secret', {str(folder)!r}, perm='elradfmw')\n"
                       f"users.add_anonymous({str(folder)!r})\n"
                       "handlers.FTPHandler.authorizer = users\nhandlers.FTPHandler.auth_failed_timeout = 0.1\n"
                       "servers.FTPServer(('', 2121), handlers.FTPHandler).serve_forever()")
    script = """
f = ftplib.FTP()
f.connect(host, port)
for password in ('wrong-guess', 'not-a-secret'):
    try:
        f.login('ct1', password)
    except ftplib.error_perm:
        pass
f.storbinary('STOR upload.bin', io.BytesIO(bytes(20000)))
f.retrlines('LIST', lambda line: None)
f.quit()
f = ftplib.FTP()
f.connect(host, port)
f.login()
f.retrbinary('RETR readme.txt', lambda data: None)
f.quit()
f = ftplib.FTP()
f.connect(host, port)
try:
    f.login('ct1', 'wrong-again')
except ftplib.error_perm:
    pass
f.close()
"""
    await lab.record("ftp-login.pcap", "Python's ftplib to pyftpdlib on port 2121: a wrong password and the right one, an upload; anonymous; a wrong password only",
                     _ftp(lab, "ct", script))
    lab.processes.stop(server)


@recipe
async def ftp_tls(lab):
    folder, home = _authority(lab), lab.scratch("vsftpd")
    (home / "readme.txt").write_text("Nothing to see here.\n")
    os.chmod(home, 0o755)
    pathlib.Path("/var/run/vsftpd/empty").mkdir(parents=True, exist_ok=True)
    settings = {"listen": "YES", "listen_port": 2122, "background": "NO", "anonymous_enable": "YES", "local_enable": "NO", "anon_root": home,
                "ssl_enable": "YES", "allow_anon_ssl": "YES", "force_anon_logins_ssl": "NO", "rsa_cert_file": folder / "server.pem",
                "rsa_private_key_file": folder / "server.key", "secure_chroot_dir": "/var/run/vsftpd/empty", "seccomp_sandbox": "NO", "require_ssl_reuse": "NO"}
    path = home / "vsftpd.conf"
    path.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    server = lab.serve("pacs", 2122, "vsftpd", path)
    url = f"ftp://{lab.address('pacs')}:2122/readme.txt"

    def happen():
        lab.call("ct", "curl", "-sS", "-k", "--ssl-reqd", url, ok=None)
        lab.call("ct", "curl", "-sS", "-u", "ct1:not-a-secret", url, ok=None)
    await lab.record("ftp-tls.pcap", "curl to vsftpd on port 2122: AUTH TLS and all that follows in cipher; then a user that isn't let in", happen)
    lab.processes.stop(server)


@recipe
async def telnet_login(lab):
    """One telnetd, started as inetd would; a user who doesn't exist tries to log in."""
    greeting = lab.scratch("telnet") / "greet.sh"
    greeting.write_text("#!/bin/sh\necho 'Infusion gateway, service console'\nexec /bin/login\n")
    greeting.chmod(0o755)
    with lab.network.inside("pacs"):
        listener = socket.create_server((lab.address("pacs"), 2323))

    def happen():
        client = subprocess.Popen(lab.network.command("ct", "telnet", lab.address("pacs"), 2323), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        connection, _ = listener.accept()
        server = subprocess.Popen(lab.network.command("pacs", shutil.which("telnetd"), "-h", "-E", greeting), stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)
        connection.close()
        for line in (b"service\r", b"not-a-secret\r"):
            time.sleep(1.0)
            client.stdin.write(line)
            client.stdin.flush()
        time.sleep(4.0)
        client.kill()
        client.wait()
        time.sleep(0.3)
        server.terminate()
        server.wait()
    await lab.record("telnet-login.pcap", "telnet to telnetd (GNU inetutils) on port 2323: options, a greeting, a login prompt, a password prompt, and no entry", happen)
    listener.close()


@recipe
async def http_basic(lab):
    folder = lab.scratch("nginx")
    (folder / "root").mkdir(exist_ok=True)
    (folder / "root" / "index.html").write_text("<p>Service</p>\n" * 400)
    (folder / "root" / "one.dcm").write_bytes(bytes(6000))
    password = subprocess.run(["openssl", "passwd", "-apr1", "not-a-secret"], check=True, capture_output=True, text=True).stdout.strip()
    (folder / "users").write_text(f"service:{password}\n")
    os.chmod(lab.folder, 0o755)
    (folder / "nginx.conf").write_text(f"""
user root;
daemon off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  types {{ text/html html; application/dicom dcm; }}
  server {{
    listen 8088;
    root {folder}/root;
    location / {{ auth_basic "Service"; auth_basic_user_file {folder}/users; }}
    location /dicom-web {{ alias {folder}/root; }}
    location /echo {{ client_max_body_size 1m; return 204; }}
  }}
}}
""")
    server = lab.serve("pacs", 8088, "nginx", "-p", folder, "-c", folder / "nginx.conf")
    url = f"http://{lab.address('pacs')}:8088"
    (folder / "body").write_bytes(bytes(30000))

    def happen():
        lab.call("ct", "curl", "-sS", url + "/index.html", ok=None)
        lab.call("ct", "curl", "-sS", "-u", "service:not-a-secret", "-o", os.devnull, url + "/index.html", "-o", os.devnull, url + "/index.html?PatientID=TEST000042")
        lab.call("ct", "curl", "-sS", "-I", "-u", "service:not-a-secret", url + "/index.html", "--next", "-sS", "-o", os.devnull, "-H",
                 "Accept: application/dicom", url + "/dicom-web/one.dcm")
        lab.call("ws", "curl", "-sS", "-A", "Mozilla/5.0 (Test)", "-H", "Authorization: Bearer not-a-secret-either", "-H", "Transfer-Encoding: chunked", "-H",
                 "Content-Type: application/dicom+json", "--data-binary", f"@{folder}/body", url + "/echo", "--next", "-sS", url + "/missing", ok=None)
    await lab.record("http-basic.pcap", "curl to nginx on port 8088: refused without password; with Basic, two on a connection; HEAD, a DICOM object; a chunked "
                     "POST with a token, and a 401", happen)
    lab.processes.stop(server)
