"""placet.py - the whole of Placet for a test: database, mail, daemon

    with Placet() as p:
        p.site("rennes.localhost", "35238")
        n = p.petition("rennes.localhost")
        signed = p.sign(n, "a@example.org")

Everything is private, under one directory, on free ports, and gone at the
end of the block, whatever ends it.  PLACET_BUILD names the build tree.
"""
import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import procs
from client import Client
from cluster import Cluster
from sink import Sink
from tap import eventually

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
HOST = "rennes.localhost"

PETITION = {
    "title": "Une piste cyclable rue de la Gare",
    "body": "Nous demandons une piste cyclable **séparée**.\n\n"
            "- sûre\n- continue\n",
    "author": "Collectif de la rue de la Gare",
    "addressee": "le conseil municipal",
    "rungs": [{"threshold": 3, "effect": "Réponse écrite"},
              {"threshold": 100, "effect": "Débat au conseil municipal"}],
}


def build_tree():
    """The tree that was built; said by whoever runs the test."""
    tree = os.environ.get("PLACET_BUILD", "")
    if not os.path.exists(os.path.join(tree, "placetd")):
        sys.exit("PLACET_BUILD must name a tree in which make has run")
    return os.path.abspath(tree)


def in_days(days):
    """That moment as text, for closes_at."""
    at = datetime.datetime.now(datetime.timezone.utc)
    return (at + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Signed:
    """What a citizen holds after signing."""

    def __init__(self, mail, receipt, page):
        self.mail = mail
        self.link = mail.link
        self.receipt = receipt    # path, without suffix
        self.page = page          # the answer to the confirmation


class Placet:
    def __init__(self, folder=None, durable=False, port=None, **conf):
        self.build = build_tree()
        self.folder = folder
        self.own_folder = folder is None
        self.durable = durable
        self.conf = conf
        self.cluster = self.sink = self.daemon = None
        self.port = port or procs.free_port()
        self.dbname = "placet"
        self.host = HOST

    # --- beginning and end ------------------------------------------------

    def __enter__(self):
        procs.interruptible()
        if self.own_folder:
            self.folder = tempfile.mkdtemp(prefix="placet-test-")
            os.chmod(self.folder, 0o755)
        try:
            with procs.held():
                self.sink = Sink(procs.free_port()).__enter__()
            self.cluster = Cluster(
                os.path.join(self.folder, "pg"), self.durable)
            self.cluster.__enter__()
            self.deploy()
            self.write_conf()
            self.start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, _value, _trace):
        with procs.held():
            self.end(kind)

    def end(self, kind):
        self.stop()
        if self.cluster is not None:
            self.cluster.__exit__()
        if self.sink is not None:
            self.sink.__exit__()
        if kind is not None:
            self.tail("placetd.log")
        if self.own_folder and not os.environ.get("PLACET_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def tail(self, name, lines=40):
        """The end of a log as comments of TAP, to learn from."""
        path = os.path.join(self.folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="replace") as f:
                for line in f.readlines()[-lines:]:
                    print("# |", line.rstrip())

    def deploy(self):
        """Make the database as an operator would."""
        procs.output([os.path.join(ROOT, "sql/placet-db"), "-d",
                      self.cluster.conninfo(self.dbname, "postgres"),
                      "create"])

    def write_conf(self, **change):
        self.conf.update(change)
        state = os.path.join(self.folder, "state")
        os.makedirs(state, mode=0o700, exist_ok=True)
        values = {
            "listen": [f"127.0.0.1:{self.port}"],
            "public_scheme": "http",
            "public_port": self.port,
            "database": self.cluster.conninfo(self.dbname),
            "state_dir": state,
            "data_dir": ROOT,
            "user": "",
            "workers": 2,
            "smtp_url": f"smtp://127.0.0.1:{self.sink.port}",
            "mail_from": "petitions@rennes.localhost",
            "development": True,
            "rate_read": 100000,
            "rate_write": 1000000,
            "log_level": "debug",
        }
        values.update(self.conf)
        self.conf_file = os.path.join(self.folder, "placetd.conf")
        with open(self.conf_file, "w", encoding="utf-8") as f:
            for name, value in values.items():
                f.write(f"{name} = {_conf_value(value)}\n")

    def start(self, seconds=60):
        env = dict(os.environ)
        env.setdefault("ASAN_OPTIONS", "abort_on_error=0:exitcode=99")
        with open(os.path.join(self.folder, "placetd.log"), "ab") as log, \
                procs.held():
            self.daemon = procs.start(
                [os.path.join(self.build, "placetd"), "-f", "-c",
                 self.conf_file], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=env)
        self.wait_ready(seconds)

    def ready(self):
        if self.daemon.poll() is not None:
            raise RuntimeError(f"placetd ended: {self.daemon.returncode}")
        try:
            return self.http.get("/readyz").status == 200
        except OSError:
            return False

    def wait_ready(self, seconds=60):
        eventually(self.ready, seconds, "placetd is ready")

    def stop(self, number=signal.SIGTERM):
        status = procs.stop(self.daemon, number)
        self.daemon = None
        return status

    # --- what a test does -------------------------------------------------

    @property
    def http(self):
        return Client(self.port, self.host)

    def sql(self, text, user="postgres"):
        return self.cluster.sql(self.dbname, text, user)

    def call(self, function, *args):
        """The answer of a function of schema admin."""
        values = ", ".join("null" if a is None else _quoted(a) for a in args)
        answer = self.sql(
            f"select admin.{function}({values});", "placet_admin")
        return json.loads(answer) if answer else None

    def site(self, host=HOST, insee="35238", **data):
        """Add a site; it is served once the workers have heard of it."""
        answer = self.call("site_add", host, insee, json.dumps(data))
        eventually(lambda: self.http.get("/", host=host).status == 200,
                   10, f"the site {host}")
        return answer

    def petition(self, host=HOST, **change):
        """Open one; its number, once its log is there."""
        data = {**PETITION, "closes_at": in_days(365), **change}
        answer = self.call("petition_open", host, json.dumps(data))
        n = answer["petition"]["id"]
        site = self.sql(f"select id from placet.site where host = "
                        f"{_quoted(host)}")
        eventually(lambda: self.sql(
            "select 1 from placet.log where checkpoint is not null and "
            f"site_id = {site} and item = {n}"), 15, "the first checkpoint")
        return n

    def claim(self, n, email, name="Une habitante", postcode="35000",
              commune=None, host=None, **more):
        """Ask to sign through the form, as a browser would."""
        target = f"/petitions/{n}/sign"
        values = {"name": name, "email": email, "postcode": postcode,
                  "consent": "1", **more}
        page = self.http.get(target, host=host)
        if page.status != 200:
            return page
        consent = page.form().choices.get("consent", ["1"])
        values["consent"] = more.get("consent", consent[0])
        answer = self.http.submit(page, target, values, host=host)
        if answer.status == 422 and commune is not None:
            values["commune"] = commune
            answer = self.http.submit(answer, target, values, host=host)
        return answer

    def confirm(self, link, host=None):
        """Open the link of the mail and press its button."""
        page = self.http.get(link, host=host)
        if page.status != 200:
            return page
        return self.http.submit(page, link, {}, host=host)

    def sign(self, n, email, host=None, **fields):
        """From the form to the page after the button."""
        answer = self.claim(n, email, host=host, **fields)
        if answer.status != 200:
            raise AssertionError(f"claim: {answer.status}")
        mail = self.sink.wait(email)
        page = self.confirm(mail.link, host=host)
        if page.status != 200:
            raise AssertionError(f"confirm: {page.status}")
        token = mail.link.rsplit("/", 1)[1]
        return Signed(mail, f"/petitions/{n}/receipt/{token}", page)

    def receipt(self, signed, seconds=15, host=None):
        """The receipt file, as soon as the notary has numbered it."""
        def ask():
            answer = self.http.get(
                signed.receipt + ".tlog-proof", host=host)
            return answer.body if answer.status == 200 else None
        return eventually(ask, seconds, "the receipt", 0.1)

    def cli(self, *args, stdin=None, config=True):
        """Run placet(1): (exit status, standard output, standard error)."""
        argv = [os.path.join(self.build, "placet")]
        if config:
            argv += ["-c", self.conf_file]
        p = procs.start(argv + list(args), text=True, stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = p.communicate(stdin, timeout=120)
        return p.returncode, out, err

    def child(self, name):
        """Process ids of the children of that name ("placet-web")."""
        if not self.daemon:
            return []
        return [pid for pid, comm in procs.children(self.daemon.pid).items()
                if comm == name]

    def log_text(self):
        with open(os.path.join(self.folder, "placetd.log"),
                  encoding="utf-8", errors="replace") as f:
            return f.read()

    def hurry_mail(self):
        """What waits for another attempt is due now."""
        self.sql("update placet.mail set due_at = now(), "
                 "leased_until = null where sent_at is null")


def _quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


def _conf_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "{" + ", ".join(_conf_value(v) for v in value) + "}"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
