"""fedify.py - a real peer for tests: Fedify on Node (tests/federation/peer.mjs)

    with Fedify(build) as peer:
        peer("follow", url="http://localhost:8080/commune")
        peer.wait("Accept")
"""
import json
import os
import subprocess
import urllib.error
import urllib.request

import node
import procs
from tap import eventually

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(
    __file__))), "federation")
CAVAGE = "draft-cavage-http-signatures-12"
RFC9421 = "rfc9421"


class Refused(Exception):
    """What the peer wanted to do failed; .status is what it was told."""

    def __init__(self, told):
        super().__init__(told["error"])
        self.status = told.get("status")
        self.body = told.get("body")


class Fedify:
    """`tls`: paths of (certificate, key, authority); `origin` then says
    under which name it is known."""

    def __init__(self, build, knock=CAVAGE, host="127.0.0.1", tls=None):
        self.build = build
        self.port = procs.free_port()
        self.control = procs.free_port()
        self.tls = tls
        self.host = f"{host}:{self.port}"
        self.origin = f"http{'s' if tls else ''}://{self.host}"
        self.conf = {"origin": self.origin, "port": self.port,
                     "control": self.control, "knock": knock}
        self.env = dict(os.environ)
        if tls:
            self.conf.update(cert=tls[0], key=tls[1])
            self.env["NODE_EXTRA_CA_CERTS"] = tls[2]
        self.process = None

    def __enter__(self):
        # Modules are searched from where the program is.
        folder = os.path.join(self.build, "federation")
        node.packages(HERE, folder)
        program = os.path.join(folder, "peer.mjs")
        new = f"{program}.{os.getpid()}"
        with open(os.path.join(HERE, "peer.mjs"), "rb") as f, \
                open(new, "wb") as copy:
            copy.write(f.read())
        os.replace(new, program)
        with procs.held():
            self.process = procs.start(
                [node.node(self.build), program, json.dumps(self.conf)],
                env=self.env, text=True, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE)
        try:
            if self.process.stdout.readline() != "ready\n":
                raise RuntimeError("the peer did not start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_why):
        with procs.held():
            procs.stop(self.process)
            self.process.stdin.close()
            self.process.stdout.close()

    def __call__(self, command, **values):
        """Have it do something; what it answers."""
        values.setdefault("as", "alice")
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.control}/{command}",
            data=json.dumps(values).encode())
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as why:
            raise Refused(json.load(why)) from None

    def actor(self, name="alice"):
        return f"{self.origin}/users/{name}"

    def got(self, kind, **members):
        """What its inbox got of that type, with those members."""
        return [x for x in self("log") if x["doc"] and
                x["doc"].get("type") == kind and
                all(x["doc"].get(n) == v for n, v in members.items())]

    def wait(self, kind, seconds=20, **members):
        """The last such, as soon as there is one."""
        return eventually(lambda: self.got(kind, **members), seconds,
                          f"{kind} {members}", 0.1)[-1]
