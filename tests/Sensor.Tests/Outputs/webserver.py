#!/usr/bin/env python3
"""A web server that writes down what it is sent and answers as a file says: webserver.py FOLDER. Its port is the first line it prints.

FOLDER/mode: a status (200, 302, 400, 500, ...), "hang", "garbage", "close", "silent" (200, and a body that never comes), or "400:WORD" (400 where the body has WORD, else 200).
FOLDER/requests.jsonl: a line for each request: what was answered, headers, body.
"""
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = sys.argv[1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open(os.path.join(folder, "mode")) as file:
            mode = file.read().strip()
        if mode.startswith("400:"):
            mode = "400" if mode[4:] in body else "200"
        line = json.dumps({"mode": mode, "path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body})
        with open(os.path.join(folder, "requests.jsonl"), "a") as file:
            file.write(line + "\n")
        if mode == "hang":
            time.sleep(30)
        elif mode == "silent":
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            time.sleep(30)
        elif mode == "garbage":
            self.wfile.write(b"\x00\x01nothing of http\xff\r\n\r\n")
            self.close_connection = True
        elif mode == "close":
            self.close_connection = True
        else:
            self.send_response(int(mode))
            if mode == "302":
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
