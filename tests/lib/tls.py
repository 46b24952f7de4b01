"""tls.py - TLS for tests: an authority of our own, and a door before Placet

The authority is made by openssl(1) when a test begins and forgotten with its
folder.  Placet leaves TLS to the server in front of it; Door is such a one,
which only passes bytes on.
"""
import os
import socket
import ssl
import threading

import procs

NAMES = "DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"


class Authority:
    """Files of a certificate for this machine, and of who vouches for it."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = self.path("ca.pem")
        self.certificate = self.path("cert.pem")
        self.key = self.path("key.pem")
        self._openssl("req", "-x509", *self._new("ca-key.pem"), "-out",
                      self.ca, "-subj", "/CN=Autorite de test", "-days", "2",
                      "-addext", "basicConstraints=critical,CA:TRUE",
                      "-addext", "keyUsage=critical,keyCertSign")
        self._openssl("req", *self._new("key.pem"), "-out",
                      self.path("csr.pem"), "-subj", "/CN=localhost")
        with open(self.path("names"), "w", encoding="ascii") as f:
            f.write(f"subjectAltName={NAMES}\n")
        self._openssl("x509", "-req", "-in", self.path("csr.pem"), "-CA",
                      self.ca, "-CAkey", self.path("ca-key.pem"),
                      "-CAcreateserial", "-days", "2", "-extfile",
                      self.path("names"), "-out", self.certificate)
        for name in os.listdir(folder):
            os.chmod(self.path(name), 0o644)

    def path(self, name):
        return os.path.join(self.folder, name)

    def _new(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-keyout", self.path(name))

    @staticmethod
    def _openssl(*args):
        procs.output(["openssl", *args])


class Door:
    """TLS on a port of its own, in the clear to another of this machine."""

    def __init__(self, authority, port):
        self.behind = port
        self.port = procs.free_port()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(authority.certificate, authority.key)
        self.listener = None

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_why):
        # A thread in accept() keeps the socket; this wakes it.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(raw,),
                             daemon=True).start()

    def _serve(self, raw):
        try:
            near = self.context.wrap_socket(raw, server_side=True)
            far = socket.create_connection(("127.0.0.1", self.behind))
        except OSError:
            raw.close()
            return
        back = threading.Thread(target=self._pass, args=(far, near),
                                daemon=True)
        back.start()
        self._pass(near, far)
        back.join()
        near.close()
        far.close()

    @staticmethod
    def _pass(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for s in (source, sink):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
