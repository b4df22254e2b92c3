"""Passes a client's requests on to the sandbox, and keeps those with what they say: the sandbox itself keeps no bodies."""

import email
import email.policy
import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

# Headers that are a matter of one connection.
OF_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "proxy-connection", "te", "upgrade"}
ANSWER_LIMIT = 60.0


class Recorder:
    """A sandbox's address at which every request is recorded. `base` is what a client is given."""

    def __init__(self, sandbox):
        self.upstream = urlsplit(sandbox.root).netloc
        self.requests = []
        self.lock = threading.Lock()
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except ConnectionError:
                    self.close_connection = True

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return lambda: recorder.pass_on(self)
                raise AttributeError(name)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self.base = f"{self.root}/api/v3"
        self.my = f"{self.root}/my"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def pass_on(self, handler):
        body = read_body(handler)
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in OF_CONNECTION}
        # The answer is looked at here, so it must not be packed.
        headers = {name: value for name, value in headers.items() if name.lower() != "accept-encoding"}
        upstream = http.client.HTTPConnection(self.upstream, timeout=ANSWER_LIMIT)
        try:
            upstream.request(handler.command, handler.path, body or None, headers)
            answer = upstream.getresponse()
            content = answer.read()
        finally:
            upstream.close()
        self.keep(handler, body, answer.status, content)
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OF_CONNECTION:
                handler.send_header(name, value)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def keep(self, handler, body, status, content):
        address = urlsplit(handler.path)
        request = {
            "method": handler.command,
            "path": address.path,
            "query": sorted(parse_qsl(address.query, keep_blank_values=True)),
            "body": understood(handler.headers.get("content-type", ""), body),
            "status": status,
            "answer": as_json(content),
        }
        with self.lock:
            self.requests.append(request)

    def taken(self):
        """The requests so far, which are then forgotten."""
        with self.lock:
            taken, self.requests = self.requests, []
        return taken


def read_body(handler):
    if "chunked" in handler.headers.get("transfer-encoding", "").lower():
        parts = []
        while size := int(handler.rfile.readline().split(b";")[0], 16):
            parts.append(handler.rfile.read(size))
            handler.rfile.readline()
        while handler.rfile.readline().strip():
            pass
        return b"".join(parts)
    return handler.rfile.read(int(handler.headers.get("content-length") or 0))


def understood(content_type, body):
    """A body as what it says: JSON, the parts of a form, or text."""
    if not body:
        return None
    if content_type.startswith("multipart/"):
        head = f"content-type: {content_type}\r\n\r\n".encode()
        message = email.message_from_bytes(head + body, policy=email.policy.default)
        return {"parts": [part_of_form(part) for part in message.iter_parts()]}
    if content_type.startswith("application/json"):
        return json.loads(body)
    return body.decode(errors="replace")


def part_of_form(part):
    content = part.get_payload(decode=True).decode(errors="replace")
    name = part.get_param("name", header="content-disposition")
    return {"name": name, "file": part.get_filename(), "content": numbers(content)}


def numbers(text):
    """The lines of a curve as numbers: 1 and 1.0 are the same."""
    try:
        return [float(line) for line in text.split()]
    except ValueError:
        return text


def as_json(content):
    try:
        return json.loads(content)
    except ValueError:
        return None
