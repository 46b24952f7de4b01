"""client.py - a citizen's browser without JavaScript: requests and forms"""
import html.parser
import http.client
import json
import urllib.parse

TIMEOUT = 30


class Response:
    def __init__(self, answer, body):
        self.status = answer.status
        self.headers = answer.headers
        self.body = body

    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)

    def forms(self):
        reader = _Forms()
        reader.feed(self.text())
        return reader.forms

    def form(self, method="post"):
        """The first form of that method; a browser would show it."""
        for form in self.forms():
            if form.method == method:
                return form
        raise AssertionError(
            f"no {method} form in the page (status {self.status})")


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.fields = {}   # name: value that would be sent untouched
        self.choices = {}  # name: values of a select, radio or checkbox


class _Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []
        self._select = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append(Form(a))
        if not self.forms:
            return
        form, name = self.forms[-1], a.get("name")
        if tag == "input" and name:
            kind = a.get("type", "text")
            if kind in ("radio", "checkbox"):
                form.choices.setdefault(name, []).append(
                    a.get("value", "on"))
                if "checked" in a:
                    form.fields[name] = a.get("value", "on")
            else:
                form.fields[name] = a.get("value") or ""
        elif tag == "textarea" and name:
            form.fields[name] = ""
        elif tag == "select" and name:
            self._select = name
            form.choices[name] = []
        elif tag == "option" and self._select:
            form.choices[self._select].append(a.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None


class Client:
    """Speaks to one port of this machine, whatever the host name."""

    def __init__(self, port, host):
        self.port = port
        self.host = host

    def __call__(self, method, target, form=None, headers=None, host=None,
                 body=None):
        """One request; target is a path or a URL of one of our hosts."""
        if "://" in target:
            url = urllib.parse.urlsplit(target)
            host = url.hostname
            target = url.path + ("?" + url.query if url.query else "")
        sent = {"Host": f"{host or self.host}:{self.port}"}
        if form is not None:
            body = urllib.parse.urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        link = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            link.request(method, target, body=body, headers=sent)
            answer = link.getresponse()
            return Response(answer, answer.read())
        finally:
            link.close()

    def get(self, target, **more):
        return self("GET", target, **more)

    def get_json(self, target, **more):
        answer = self.get(
            target, headers={"Accept": "application/json"}, **more)
        if answer.status != 200:
            raise AssertionError(f"GET {target}: {answer.status}")
        return answer.json()

    def submit(self, page, target, values, host=None):
        """Fill in the first POST form of a page and send it."""
        form = page.form()
        fields = dict(form.fields)
        fields.update(values)
        where = urllib.parse.urljoin(target, form.action)
        return self("POST", where, form=fields, host=host)
