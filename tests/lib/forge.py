"""forge.py - servers that do as they please, and requests signed at will

Nothing here uses what Placet is made of: openssl(1) makes the keys and the
signatures, the rest is the standard library.
"""
import base64
import collections
import email.utils
import hashlib
import http.server
import json
import os
import shutil
import tempfile
import threading
import time

import procs
from federated import AS, PUBLIC
from tap import equal

AS2 = "https://www.w3.org/ns/activitystreams"
COVERED = ("(request-target)", "host", "date", "digest", "content-type")
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Heard = collections.namedtuple("Heard", "method path headers body at")


def b64(data):
    return base64.b64encode(data).decode()


def sha256(data):
    return hashlib.sha256(data).digest()


def base58(data):
    """With the "z" of a multibase; for data that begins with no zero."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "z" + text


def canonical(doc):
    """RFC 8785, for what tests say: ASCII names, no fractions."""
    return json.dumps(doc, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False).encode()


class Keys:
    """A folder of secret keys, made by openssl."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="placet-keys-")
        self.serial = 0

    def __enter__(self):
        return self

    def __exit__(self, *_why):
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, data=b""):
        self.serial += 1
        path = os.path.join(self.folder, str(self.serial))
        with open(path, "wb") as f:
            f.write(data)
        return path

    def new(self, kind="rsa"):
        return Key(self, kind)


class Key:
    def __init__(self, keys, kind):
        self.keys = keys
        self.kind = kind
        self.secret = keys.file()
        procs.output(["openssl", "genpkey", "-quiet", "-out", self.secret,
                      *(("-algorithm", "ed25519") if kind == "ed25519" else
                        ("-algorithm", "rsa", "-pkeyopt",
                         "rsa_keygen_bits:2048"))])
        self.pem = procs.output(["openssl", "pkey", "-pubout", "-in",
                                 self.secret])

    def sign(self, data):
        what, out = self.keys.file(data), self.keys.file()
        if self.kind == "ed25519":
            procs.output(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey",
                          self.secret, "-in", what, "-out", out])
        else:
            procs.output(["openssl", "dgst", "-sha256", "-sign",
                          self.secret, "-out", out, what])
        with open(out, "rb") as f:
            return f.read()

    @property
    def multibase(self):
        """FEP-521a: of Ed25519 only."""
        der = base64.b64decode("".join(self.pem.splitlines()[1:-1]))
        return base58(b"\xed\x01" + der[-32:])


class Host:
    """An HTTP server of somebody; pages: {path: (status, type, body)}, or a
    function of the handler that answers as it likes."""

    def __init__(self, address="127.0.0.2", port=0):
        self.pages = {}
        self.heard = []
        self.lock = threading.Lock()
        # Answers a POST: a status, (status, headers), or a function.
        self.inbox = lambda heard: 202
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args):
                pass

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def heard(self, body=b""):
                h = Heard(self.command, self.path, self.headers, body,
                          time.monotonic())
                with host.lock:
                    host.heard.append(h)
                return h

            def do_GET(self):
                self.heard()
                page = host.pages.get(self.path, (404, "text/plain", b""))
                if callable(page):
                    page(self)
                else:
                    self.tell(*page)

            def do_POST(self):
                size = int(self.headers.get("Content-Length") or 0)
                answer = host.inbox(self.heard(self.rfile.read(size)))
                if callable(answer):
                    answer(self)
                elif isinstance(answer, tuple):
                    self.tell(answer[0], None, b"", answer[1])
                else:
                    self.tell(answer, None, b"")

            def tell(self, status, kind, body, more=None):
                if isinstance(body, str):
                    body = body.encode()
                self.send_response(status)
                if kind is not None:
                    self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in (more or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        self.server = _Server((address, port), Handler)
        self.port = self.server.server_address[1]
        self.host = f"{address}:{self.port}"
        self.origin = f"http://{self.host}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_why):
        self.server.shutdown()
        self.server.server_close()

    def put(self, path, doc, kind=AS, status=200):
        self.pages[path] = (status, kind, doc if isinstance(
            doc, (str, bytes)) else json.dumps(doc))

    def redirect(self, path, url):
        self.pages[path] = lambda h: h.tell(302, None, b"",
                                            {"Location": url})

    def asked(self, path):
        """How often that was fetched."""
        return len([x for x in self.heard
                    if (x.method, x.path) == ("GET", path)])


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def handle_error(self, _request, _address):
        pass  # who was talked to hung up


class Somebody:
    """An actor there, with a key."""
    serial = 0

    def __init__(self, host, name, key):
        self.host = host
        self.name = name
        self.key = key
        self.path = f"/users/{name}"
        self.id = host.origin + self.path
        self.keyid = self.id + "#main-key"
        self.publish()

    def doc(self, **change):
        key = {"id": self.keyid, "owner": self.id,
               "publicKeyPem": self.key.pem}
        if self.key.kind == "ed25519":
            key = {"id": self.keyid, "type": "Multikey",
                   "controller": self.id,
                   "publicKeyMultibase": self.key.multibase}
        return {"@context": AS2, "id": self.id, "type": "Person",
                "preferredUsername": self.name, "inbox": self.id + "/inbox",
                "endpoints": {"sharedInbox": self.host.origin + "/inbox"},
                ("publicKey" if self.key.kind == "rsa" else
                 "assertionMethod"): key, **change}

    def publish(self, **change):
        self.host.put(self.path, self.doc(**change))

    def act(self, kind, target, **more):
        """An activity of ours about that; None leaves a member out."""
        Somebody.serial += 1
        doc = {"@context": AS2, "id": f"{self.id}/acts/{self.serial}",
               "type": kind, "actor": self.id, "object": target, **more}
        return {n: v for n, v in doc.items() if v is not None}

    def prove(self, doc, key, **options):
        """The same with an integrity proof (FEP-8b32) by that Ed25519 key,
        which is ours under #proof unless `verificationMethod` says so."""
        proof = {"@context": doc["@context"], "type": "DataIntegrityProof",
                 "cryptosuite": "eddsa-jcs-2022",
                 "verificationMethod": self.id + "#proof",
                 "proofPurpose": "assertionMethod",
                 "created": time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                          time.gmtime()), **options}
        tbs = sha256(canonical(proof)) + sha256(canonical(doc))
        return {**doc, "proof": {**proof, "proofValue": base58(
            key.sign(tbs))}}

    def proves(self, key):
        """List that key for proofs."""
        self.publish(assertionMethod=[{
            "id": self.id + "#proof", "type": "Multikey",
            "controller": self.id, "publicKeyMultibase": key.multibase}])

    def note(self, about, html, **more):
        Somebody.serial += 1
        return {"id": f"{self.id}/notes/{self.serial}", "type": "Note",
                "attributedTo": self.id, "inReplyTo": about, "content": html,
                "to": [PUBLIC], **more}


def http_date(offset=0):
    return email.utils.formatdate(time.time() + offset, usegmt=True)


class Post:
    """A POST to an inbox, as good as can be, which a test then spoils."""

    def __init__(self, p, who, doc, path="/inbox", key=None, keyid=None):
        self.p = p
        self.key = key or who.key
        self.keyid = keyid or who.keyid
        self.path = path
        self.body = doc if isinstance(doc, bytes) else \
            json.dumps(doc).encode()
        self.headers = {
            "Host": f"{p.host}:{p.conf.get('public_port', p.port)}",
            "Date": http_date(),
            "Digest": "SHA-256=" + b64(sha256(self.body)),
            "Content-Type": AS,
        }
        self.target = path           # as it is signed
        self.covered = COVERED
        self.algorithm = "rsa-sha256"
        self.created = self.expires = None

    def lines(self):
        found = {n.lower(): v for n, v in self.headers.items()}
        found["(request-target)"] = f"post {self.target}"
        found["(created)"] = self.created
        found["(expires)"] = self.expires
        return "\n".join(f"{n}: {found[n]}" for n in self.covered)

    def cavage(self):
        """The header Signature."""
        parts = [f'keyId="{self.keyid}"']
        if self.algorithm:
            parts.append(f'algorithm="{self.algorithm}"')
        for name in ("created", "expires"):
            if getattr(self, name) is not None:
                parts.append(f"{name}={getattr(self, name)}")
        signature = self.key.sign(self.lines().encode())
        parts += [f'headers="{" ".join(self.covered)}"',
                  f'signature="{b64(signature)}"']
        return ",".join(parts)

    def send(self):
        if "Signature" not in self.headers:
            self.headers["Signature"] = self.cavage()
        return self.post()

    def send_rfc9421(self, covered=("@method", "@target-uri",
                                    "content-digest"),
                     alg="rsa-v1_5-sha256", created=0, digest=None):
        """The newer scheme (RFC 9421)."""
        del self.headers["Digest"]
        digest = sha256(self.body) if digest is None else digest
        if digest:
            self.headers["Content-Digest"] = f"sha-256=:{b64(digest)}:"
        found = {n.lower(): v for n, v in self.headers.items()}
        found["@method"] = "POST"
        found["@target-uri"] = self.p.origin + self.target
        found["@authority"] = self.p.origin.split("://")[1]
        params = "(" + " ".join(f'"{n}"' for n in covered) + ")"
        params += f";created={int(time.time()) + created}"
        params += f';keyid="{self.keyid}"'
        params += f';alg="{alg}"' if alg else ""
        base = "".join(f'"{n}": {found[n]}\n' for n in covered)
        base += f'"@signature-params": {params}'
        self.headers["Signature-Input"] = "sig1=" + params
        self.headers["Signature"] = \
            f"sig1=:{b64(self.key.sign(base.encode()))}:"
        return self.post()

    def post(self):
        return self.p.http("POST", self.path, body=self.body,
                           headers=self.headers)


def deliver(p, who, doc, status=202, **more):
    """Sign it well and send it; the answer must be that."""
    answer = Post(p, who, doc, **more).send()
    equal(answer.status, status, answer.body[:300])
    return answer
