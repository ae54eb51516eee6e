"""Alerts against servers of this test: what arrives, what is hidden, what happens where a channel does not answer."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import http.server
import json
import socketserver
import threading
from contextlib import contextmanager

import pytest

from assets.alerts.alert import Alert, first_line, subject_of, text_of
from assets.alerts.channels import channels_of
from assets.alerts.desk import TRIES, Desk
from assets.alerts.webhook import MOMENT, SIGNATURE, Webhook, signature
from pipelines.settings import Settings

NOW = dt.datetime(2025, 10, 28, 5, 40)
AGAIN = dt.timedelta(hours=24)
FAILED = Alert("run_failed", "daily_refresh", "run-1", "schedule", NOW.isoformat(), NOW.isoformat(), step="warehouse", error="disk full")


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self):
        lines: list[str] | None = None
        self.say("220 here")
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if lines is not None:
                if line != ".":
                    lines.append(line)
                    continue
                self.server.got.append(email.message_from_string("\n".join(lines), policy=email.policy.default))
                lines = None
            elif line.upper() == "DATA":
                lines = []
                self.say("354 go on")
                continue
            elif line.upper().startswith("RCPT") and "nobody@" in line:
                self.say("550 no such person")
                continue
            elif line.upper() == "QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class _Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.answer)
        if self.server.answer == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def served(server):
    server.got = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def post():
    with served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)) as server:
        yield server


@pytest.fixture
def hook():
    with served(http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hook)) as server:
        server.answer = 200
        yield server


def settings(post=None, hook=None, **more) -> Settings:
    given = {"_env_file": None, "alert_timeout_seconds": 2}
    if post:
        given |= {"alert_mail_host": "127.0.0.1", "alert_mail_port": post.server_address[1], "alert_mail_security": "none"}
        given |= {"alert_mail_from": "tonghop@example.gov.vn", "alert_mail_to": "truc@example.gov.vn, ky.su@example.gov.vn"}
    if hook:
        given |= {"alert_webhook_url": f"http://127.0.0.1:{hook.server_address[1]}/hook", "alert_webhook_secret": "bi-mat"}
    return Settings(**{**given, **more})


def test_both_channels_bring_the_alert(post, hook):
    channels, faults = channels_of(settings(post, hook))
    assert faults == []
    for channel in channels.values():
        channel.send(FAILED)
    (mail,) = post.got
    assert mail["Subject"] == "[tonghop] LỖI: daily_refresh thất bại ở bước warehouse"
    assert mail["To"] == "truc@example.gov.vn, ky.su@example.gov.vn"
    assert "Lỗi của ai: của hệ thống; cơ quan gửi không phải làm gì" in mail.get_content()
    ((headers, body),) = hook.got
    told = json.loads(body)
    assert (told["step"], told["error"], told["whose"]) == ("warehouse", "disk full", "ours")
    assert headers[SIGNATURE] == f"sha256={signature('bi-mat', headers[MOMENT], body)}"


def test_a_refused_recipient_and_an_answer_that_is_no_success_are_failures(post, hook):
    mail, _ = channels_of(settings(post, alert_mail_to="nobody@example.gov.vn,truc@example.gov.vn"))
    with pytest.raises(OSError, match="nobody@"):
        mail["mail"].send(FAILED)
    web, _ = channels_of(settings(hook=hook))
    for answer in (500, 302):
        hook.answer = answer
        with pytest.raises(OSError, match=f"answered {answer}"):
            web["webhook"].send(FAILED)


def test_a_setting_that_is_missing_costs_its_channel_and_is_said(hook):
    channels, faults = channels_of(settings(hook=hook, alert_mail_host="mail.example.gov.vn"))
    assert list(channels) == ["webhook"]
    assert any("TONGHOP_ALERT_MAIL_TO" in fault for fault in faults)


def test_secrets_are_in_no_repr(hook):
    given = settings(hook=hook)
    assert "bi-mat" not in repr(given) + repr(channels_of(given)[0]["webhook"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Could not convert string 'Nguyễn Thị Bích Ngọc' to INT32", "Could not convert string '•••' to INT32"),
        ("bad value 079185001234 in row 7", "bad value ••• in row 7"),
        ("call 0912 345 678 or lan@example.vn", "call ••• or •••"),
        ("No space left on device: '/srv/tonghop/warehouse/a.duckdb'\nTraceback", "No space left on device: '/srv/tonghop/warehouse/a.duckdb'"),
        ("build 20251028T054000-ab12cd refused", "build 20251028T054000-ab12cd refused"),
    ],
)
def test_nothing_personal_is_told(said, told):
    assert first_line(said) == told


class Channel:
    def __init__(self, name, fails=0):
        self.name, self.fails, self.got = name, fails, []

    def send(self, alert):
        if self.fails:
            self.fails -= 1
            raise ConnectionRefusedError("nobody listens")
        self.got.append(alert)


def test_a_channel_that_fails_costs_the_other_nothing_and_is_tried_again_later():
    mail, web, said = Channel("mail", fails=1), Channel("webhook"), []
    desk = Desk()
    assert desk.broke("run:daily_refresh", FAILED, "disk full", ["mail", "webhook"], NOW, AGAIN)
    channels = {"mail": mail, "webhook": web}
    desk.send(channels, NOW, said.append)
    assert (len(mail.got), len(web.got)) == (0, 1)
    assert "mail" in said[0]
    desk = Desk.from_dict(json.loads(json.dumps(desk.as_dict())))
    desk.send(channels, NOW + dt.timedelta(seconds=30), said.append)
    assert mail.got == []
    desk.send(channels, NOW + dt.timedelta(minutes=2), said.append)
    assert (mail.got, len(web.got), desk.waiting) == ([FAILED], 1, [])


def test_a_dead_channel_is_given_up_in_the_end():
    dead, said, desk, now = Channel("mail", fails=99), [], Desk(), NOW
    desk.broke("run:x", FAILED, "", ["mail"], now, AGAIN)
    while desk.waiting:
        desk.send({"mail": dead}, now, said.append)
        now += dt.timedelta(hours=1)
    assert 99 - dead.fails == TRIES
    assert "given up" in said[-1]


def test_what_goes_on_failing_is_told_once_a_day_and_its_end_is_told():
    desk = Desk()

    def fails(at, detail="disk full"):
        return desk.broke("run:x", FAILED, detail, [], at, AGAIN)

    assert fails(NOW)
    assert fails(NOW + dt.timedelta(minutes=15)) is None
    assert fails(NOW + dt.timedelta(minutes=30), "another trouble")
    told = fails(NOW + dt.timedelta(hours=30), "another trouble")
    assert (told.since, told.times) == (NOW.isoformat(), 4)
    assert "4 lần" in text_of(told)
    end = desk.mended("run:x", Alert("recovered", "daily_refresh", "run-9", "schedule", NOW.isoformat(), NOW.isoformat()), [])
    assert end.times == 4
    assert subject_of(end) == "[tonghop] Đã ổn: daily_refresh"
    assert desk.mended("run:x", end, []) is None


def test_the_command_tries_both_and_says_which_failed(post, tonghop, monkeypatch):
    monkeypatch.setenv("TONGHOP_ALERT_MAIL_HOST", "127.0.0.1")
    monkeypatch.setenv("TONGHOP_ALERT_MAIL_PORT", str(post.server_address[1]))
    monkeypatch.setenv("TONGHOP_ALERT_MAIL_SECURITY", "none")
    monkeypatch.setenv("TONGHOP_ALERT_MAIL_FROM", "tonghop@example.gov.vn")
    monkeypatch.setenv("TONGHOP_ALERT_MAIL_TO", "truc@example.gov.vn")
    assert tonghop("alerts", "test").exit_code == 0
    monkeypatch.setenv("TONGHOP_ALERT_WEBHOOK_URL", "http://127.0.0.1:1/")
    done = tonghop("alerts", "test")
    assert done.exit_code == 1
    assert "webhook: không gửi được" in done.output
    assert [mail["Subject"] for mail in post.got] == ["[tonghop] Thử cảnh báo"] * 2


def test_without_a_channel_the_command_says_which_settings_make_one(tonghop):
    done = tonghop("alerts", "test")
    assert done.exit_code == 1
    assert "TONGHOP_ALERT_MAIL_HOST" in done.output


@pytest.mark.parametrize("url", ["https://user:s3cret@localhost/x", "http://localhost/with space/s3cret", "http://[s3cret/"])
def test_an_address_that_is_no_good_is_not_told(url):
    with pytest.raises(OSError) as told:
        Webhook(url).send(FAILED)
    assert "s3cret" not in str(told.value)
    assert "s3cret" not in repr(told.value.__cause__)
