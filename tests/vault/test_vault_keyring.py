"""The secret lies in the system's keyring, sealed, or nowhere: real daemons on private buses."""

import base64
import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.backends.SecretService import Keyring as SecretServiceKeyring
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError
from secretstorage import PromptDismissedException

from desktop.domain.errors import (
    KeyringAbsentError,
    KeyringInsecureError,
    KeyringLockedError,
    KeyringSilentError,
    KeyStoreError,
)
from desktop.vault import keyring_helper, keyring_process
from desktop.vault.keyring_store import (
    MAX_TEXT_CHARACTERS,
    PASSED_VARIABLES,
    TIME_LIMIT_S,
    OperatingSystemKeyring,
    open_keyring,
)
from tests.vault.own_keyring import CLEAR_TEXT_COLLECTION

pytestmark = pytest.mark.keyring

SECRET = bytes(range(32))
TEXT = base64.b64encode(SECRET).decode()


class KeptInMemory(SecretServiceKeyring):
    """A back end derived from the real one: still not the real one."""


class Dictionary:
    """A back end that works, in memory; those below bend one thing each."""

    def __init__(self):
        self.kept = {}

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def delete_password(self, service, username):
        del self.kept[service, username]


class Liar(Dictionary):
    """Gives back another text of the same length."""

    def get_password(self, service, username):
        text = super().get_password(service, username)
        return text and text[::-1]


class Forgetful(Dictionary):
    """Says that it stored, and did not."""

    def set_password(self, service, username, password):
        if username.startswith("probe-"):
            super().set_password(service, username, password)


class Hoarder(Dictionary):
    """Says that it deleted, and did not."""

    def delete_password(self, service, username):
        pass


def ask(act, name="vault-a", text=TEXT, backend=None):
    """What the helper answers, asked in this process."""
    request = {"act": act, "name": name, "text": text}
    return keyring_helper.answer(request, backend or SecretServiceKeyring())


# ------------------------------------------------------------------ a keyring as it should be


@pytest.mark.usefixtures("own_keyring")
def test_a_secret_is_kept_read_and_removed():
    store = open_keyring()
    assert store.get("vault-a") is None
    store.put("vault-a", SECRET)
    assert store.get("vault-a") == SECRET
    assert open_keyring().get("vault-a") == SECRET
    store.remove("vault-a")
    store.remove("vault-a")
    assert store.get("vault-a") is None


@pytest.mark.usefixtures("own_keyring")
def test_an_anchor_is_replaced_and_a_key_never():
    store = open_keyring()
    assert store.get_both("anchor-a", "anchor-b") == (None, None)
    store.replace("anchor-a", b"first")
    store.replace("anchor-b", b"second")
    store.replace("anchor-a", b"third")
    assert store.get_both("anchor-a", "anchor-b") == (b"third", b"second")
    store.put("vault-a", SECRET)
    with pytest.raises(KeyStoreError):
        store.replace("vault-a", b"other")
    assert store.get("vault-a") == SECRET


@pytest.mark.usefixtures("own_keyring")
def test_the_helper_answers_the_same_in_this_process():
    assert ask("get") == {"status": "done", "text": None, "other": None}
    assert ask("put") == {"status": "done", "text": None, "other": None}
    assert ask("get") == {"status": "done", "text": TEXT, "other": None}
    assert ask("put") == {"status": "taken"}
    assert ask("remove") == {"status": "done", "text": None, "other": None}
    assert ask("remove") == {"status": "done", "text": None, "other": None}
    assert ask("list") == {"status": "failed"}


@pytest.mark.usefixtures("own_keyring")
def test_the_helper_answers_line_by_line(monkeypatch, capsys):
    requests = ({"act": "put", "name": "vault-a", "text": TEXT}, {"act": "get", "name": "vault-a"})
    lines = b"".join(json.dumps(request).encode() + b"\n" for request in requests)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
    keyring_helper.main()
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers == [
        {"status": "done", "text": None, "other": None},
        {"status": "done", "text": TEXT, "other": None},
    ]
    assert open_keyring().get("vault-a") == SECRET


def test_a_secret_outlives_the_daemon(own_keyring):
    open_keyring().put("vault-a", SECRET)
    own_keyring.stop()
    own_keyring.start()
    assert open_keyring().get("vault-a") == SECRET


@pytest.mark.usefixtures("own_keyring")
def test_a_name_in_use_is_never_overwritten():
    store = open_keyring()
    store.put("vault-a", SECRET)
    with pytest.raises(KeyStoreError, match="already a key"):
        store.put("vault-a", SECRET[::-1])
    assert store.get("vault-a") == SECRET


def test_the_probe_leaves_nothing_behind(own_keyring):
    open_keyring().put("vault-a", SECRET)
    assert own_keyring.names() == {"vault-a"}


def test_nothing_of_the_secret_stands_readable_on_the_disk(own_keyring):
    open_keyring().put("vault-a", SECRET)
    own_keyring.stop()
    files = [file.read_bytes() for file in own_keyring.files.iterdir()]
    assert files
    for content in files:
        for form in (SECRET, TEXT.encode(), SECRET.hex().encode()):
            assert form not in content


@pytest.mark.usefixtures("idle_keyring")
def test_a_secret_too_long_for_some_system_is_refused_before_anything_is_asked():
    with pytest.raises(ValueError, match=str(MAX_TEXT_CHARACTERS)):
        open_keyring().put("vault-a", bytes(MAX_TEXT_CHARACTERS))


def test_a_keyring_shows_nothing_of_itself():
    assert repr(open_keyring()) == "<OperatingSystemKeyring>"
    assert TIME_LIMIT_S >= 30, "a person has to type a password"


# ------------------------------------------------------------------ back ends that are refused


@pytest.mark.parametrize(
    "backend",
    [NullKeyring(), FailKeyring(), ChainerBackend(), KeptInMemory(), Dictionary(), None, "text"],
    ids=lambda backend: type(backend).__name__,
)
def test_any_back_end_but_the_one_for_this_system_is_refused(backend):
    with pytest.raises(keyring_helper.RefusedError, match="insecure"):
        keyring_helper.demand_platform_backend(backend)


def test_what_steers_the_keyring_library_is_not_obeyed(own_keyring, tmp_path, monkeypatch):
    """Neither variables nor a settings file can name another back end, or run code."""
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').close()\nfrom keyring.backends.null import Keyring\n"
    for name in ("evil.py", "sitecustomize.py", "usercustomize.py", "keyring.py"):
        (tmp_path / name).write_text(code, encoding="utf-8")
    settings = tmp_path / ".config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"[backend]\ndefault-keyring=evil.Keyring\nkeyring-path={tmp_path}\n", encoding="utf-8"
    )
    for name, value in {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / ".config"),
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "evil.py"),
        "PYTHON_KEYRING_BACKEND": "evil.Keyring",
        "KEYRING_PROPERTY_APPID": "evil",
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    open_keyring().put("vault-a", SECRET)
    assert not mark.exists()
    own_keyring.stop()
    own_keyring.start()
    assert open_keyring().get("vault-a") == SECRET


def test_no_variable_that_steers_python_or_the_library_is_handed_on():
    assert not [name for name in PASSED_VARIABLES if name.startswith(("PYTHON", "KEYRING", "LD_"))]


# ------------------------------------------------------------------ keyrings that keep nothing safe


@pytest.mark.usefixtures("idle_keyring")
@pytest.mark.parametrize(
    "backend", [Liar(), Forgetful(), Hoarder()], ids=lambda b: type(b).__name__
)
def test_a_keyring_that_lies_is_found_out(backend):
    with pytest.raises(keyring_helper.RefusedError, match="insecure"):
        keyring_helper.put(backend, "vault-a", TEXT)


def test_a_keyring_without_a_password_is_refused(idle_keyring):
    idle_keyring.files.mkdir(parents=True)
    (idle_keyring.files / "login.keyring").write_text(CLEAR_TEXT_COLLECTION, encoding="utf-8")
    (idle_keyring.files / "default").write_text("login\n", encoding="utf-8")
    idle_keyring.start(b"")
    store = open_keyring()
    for act in (lambda: store.put("vault-a", SECRET), lambda: store.get("vault-a")):
        with pytest.raises(KeyringInsecureError) as caught:
            act()
        assert "password" in caught.value.remedy
    assert ask("put") == {"status": "insecure"}
    for file in idle_keyring.files.iterdir():
        assert TEXT.encode() not in file.read_bytes()


def test_a_keyring_that_lives_in_memory_is_refused(own_keyring):
    own_keyring.use_memory_only()
    with pytest.raises(KeyringInsecureError):
        open_keyring().put("vault-a", SECRET)
    assert ask("put") == {"status": "insecure"}


def test_a_secret_that_stands_readable_in_a_file_is_refused(own_keyring):
    """Whatever the collection says of itself: what was stored is looked for on the disk."""
    ask("put")
    (own_keyring.files / "other.keyring").write_text(f"secret={TEXT}\n", encoding="utf-8")
    assert ask("get") == {"status": "insecure"}
    with pytest.raises(KeyringInsecureError):
        open_keyring().get("vault-a")


def test_a_keyring_file_that_cannot_be_read_is_no_reason_to_stop(own_keyring):
    ask("put")
    (own_keyring.files / "folder.keyring").mkdir()
    assert ask("get") == {"status": "done", "text": TEXT, "other": None}


def test_an_entry_that_was_changed_is_named(own_keyring):
    store = open_keyring()
    store.put("vault-a", SECRET)
    own_keyring.change("vault-a", b"not Base64!")
    with pytest.raises(KeyStoreError, match="altered") as caught:
        store.get("vault-a")
    assert caught.value.remedy


# ------------------------------------------------------------------ keyrings that do not answer


@pytest.mark.usefixtures("idle_keyring")
def test_no_bus_at_all_is_named(monkeypatch):
    for _ in range(2):
        for act in (
            lambda: open_keyring().put("vault-a", SECRET),
            lambda: open_keyring().get("vault-a"),
            lambda: open_keyring().remove("vault-a"),
        ):
            with pytest.raises(KeyringAbsentError) as caught:
                act()
            assert "keyring" in caught.value.reason
            assert "GNOME Keyring" in caught.value.remedy
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


def test_a_keyring_that_ends_while_it_is_asked_is_a_failure_of_the_library():
    class Broken(Dictionary):
        def get_password(self, service, username):
            raise KeyringError(f"no {service} for {username}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring_helper, "demand_platform_backend", lambda _backend: None)
        assert ask("get", backend=Broken()) == {"status": "failed"}


def test_a_bus_without_a_keyring_is_named(own_keyring):
    own_keyring.stop()
    assert ask("get") == {"status": "absent"}
    with pytest.raises(KeyringAbsentError):
        open_keyring().get("vault-a")


def test_a_locked_keyring_is_named_and_loses_nothing(own_keyring):
    store = open_keyring()
    store.put("vault-a", SECRET)
    own_keyring.lock()
    for act in (
        lambda: store.put("vault-b", SECRET),
        lambda: store.get("vault-a"),
        lambda: store.remove("vault-a"),
    ):
        with pytest.raises(KeyringLockedError) as caught:
            act()
        assert "password" in caught.value.remedy
    own_keyring.stop()
    own_keyring.start()
    assert store.get("vault-a") == SECRET
    assert own_keyring.names() == {"vault-a"}


def test_a_keyring_that_nobody_made_is_locked_and_not_made_unprotected(idle_keyring):
    """A daemon without a collection would ask a person for a password; nobody answers."""
    idle_keyring.start(b"")
    with pytest.raises(KeyringLockedError):
        open_keyring().put("vault-a", SECRET)
    assert not list(idle_keyring.files.glob("*.keyring"))


def test_a_keyring_that_does_not_answer_is_given_up_after_the_limit(own_keyring):
    store = open_keyring(limit_s=30)
    store.put("vault-a", SECRET)
    with own_keyring.halted(), pytest.raises(KeyringSilentError) as caught:
        open_keyring(limit_s=0.5).get("vault-a")
    assert "dialog" in caught.value.remedy
    assert store.get("vault-a") == SECRET


# ------------------------------------------------------------------ helpers that fail


@pytest.fixture
def helpers(monkeypatch):
    """The processes that this test has started."""
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    keyring_process.PROCESSES.end()
    monkeypatch.setattr(keyring_process.subprocess, "Popen", Watched)
    yield started
    keyring_process.PROCESSES.end()


def helper(code, limit_s=10.0):
    return OperatingSystemKeyring((sys.executable, "-I", "-c", code), limit_s)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "raise SystemExit(3)",
        "import os; os.abort()",
        "print('nonsense')",
        "print('{}')",
        'print(\'{"status": "fine"}\')',
        'print(\'{"status": "done", "text": 7}\')',
        'print(\'{"status": "failed"}\')',
        "import os; os.write(1, bytes([255, 254]))",
    ],
)
def test_a_helper_that_dies_or_talks_nonsense_is_an_error_of_the_keyring(code):
    for act in (
        lambda: helper(code).get("vault-a"),
        lambda: helper(code).put("vault-a", SECRET),
        lambda: helper(code).remove("vault-a"),
    ):
        with pytest.raises(KeyStoreError) as caught:
            act()
        assert caught.value.remedy


def test_a_helper_that_is_not_there_is_an_error_of_the_keyring(tmp_path):
    with pytest.raises(KeyStoreError, match="could not be started"):
        OperatingSystemKeyring((str(tmp_path / "absent"),), 5).get("vault-a")


@pytest.mark.parametrize("text", ["AAA", "ünd", "AA==AA=="])
def test_an_answer_that_is_no_secret_is_an_error_of_the_keyring(text):
    with pytest.raises(KeyStoreError, match="altered"):
        helper(f"import json; print(json.dumps(dict(status='done', text={text!r})))").get("vault-a")


def test_the_secret_reaches_the_helper_by_its_pipe_only(tmp_path):
    """Not in its arguments, not in its environment: both can be read by others."""
    seen = tmp_path / "seen"
    code = (
        "import json, os, pathlib, sys; sys.stdin.readline();"
        f"file = pathlib.Path({str(seen)!r});"
        "file.write_text(repr((sys.argv, sys.orig_argv, dict(os.environ))));"
        "print(json.dumps(dict(status='done')))"
    )
    helper(code).put("vault-a", SECRET)
    assert TEXT not in seen.read_text("utf-8")


@pytest.mark.usefixtures("own_keyring")
def test_the_helper_says_nothing_when_it_is_asked_nothing():
    done = subprocess.run(open_keyring()._command, input=b"", capture_output=True, check=False)
    assert done.stdout == b""


@pytest.mark.usefixtures("own_keyring")
def test_one_helper_answers_calls_that_follow_one_another(helpers):
    store = open_keyring()
    store.put("vault-a", SECRET)
    assert open_keyring().get("vault-a") == SECRET
    store.remove("vault-a")
    assert len(helpers) == 1


@pytest.mark.usefixtures("own_keyring")
def test_a_helper_that_is_not_asked_again_ends(helpers, monkeypatch):
    monkeypatch.setattr(keyring_process, "WAIT_S", 0.05)
    open_keyring().put("vault-a", SECRET)
    helpers[0].wait(10)
    assert open_keyring().get("vault-a") == SECRET
    assert len(helpers) == 2


@pytest.mark.usefixtures("own_keyring")
def test_a_helper_that_was_killed_while_it_waited_is_replaced(helpers):
    open_keyring().put("vault-a", SECRET)
    helpers[0].kill()
    helpers[0].wait(10)
    assert open_keyring().get("vault-a") == SECRET


@pytest.mark.usefixtures("own_keyring")
def test_calls_at_one_time_do_not_wait_for_one_another(helpers, own_keyring):
    """One waits for a person; the other says within its own limit that nobody answers."""
    with own_keyring.halted(), ThreadPoolExecutor() as pool:
        patient = pool.submit(open_keyring(limit_s=5).get, "vault-a")
        with pytest.raises(KeyringSilentError):
            open_keyring(limit_s=0.5).get("vault-a")
        assert not patient.done()
        with pytest.raises(KeyringSilentError):
            patient.result()
    assert [helper.poll() is None for helper in helpers] == [False, False]


@pytest.mark.usefixtures("own_keyring")
def test_a_helper_is_given_no_other_environment_than_that_of_the_moment(helpers, monkeypatch):
    open_keyring().put("vault-a", SECRET)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nothing")
    with pytest.raises(KeyringAbsentError):
        open_keyring().get("vault-a")
    assert len(helpers) == 2


def dismissed():
    """What the library raises when a person closes the prompt for a new collection."""
    error = InitError("x")
    error.__cause__ = PromptDismissedException("y")
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KeyringLocked("x"), "locked"),
        (PasswordDeleteError("x"), "failed"),
        (InitError("x"), "absent"),
        (dismissed(), "locked"),
        (KeyringError("x"), "failed"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_the_library_raises_becomes_a_word_of_ours(error, status):
    assert keyring_helper._status_of(error) == status


def test_each_entry_of_windows_has_a_service_of_its_own(monkeypatch):
    """There a second user name of one service would displace the first."""
    assert keyring_helper._entry("vault-a") == ("In Camera", "vault-a")
    monkeypatch.setattr(sys, "platform", "win32")
    assert keyring_helper._entry("vault-a") == ("In Camera vault-a", "vault-a")
    assert keyring_helper._was_prompt_dismissed(InitError("x")) is False


def test_a_collection_without_a_file_of_its_own_is_judged_by_what_it_stores(tmp_path):
    """KWallet and KeePassXC keep their secrets elsewhere."""
    assert keyring_helper._is_clear_text_file(tmp_path / "absent.keyring") is False


def test_a_collection_is_found_by_its_escaped_name(own_keyring):
    file = keyring_helper._file_of("/org/freedesktop/secrets/collection/my_20keys")
    assert file == own_keyring.files / "my keys.keyring"


def test_where_no_folder_is_named_the_keyrings_lie_in_the_home(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keyring_helper._keyrings_folder() == tmp_path / ".local" / "share" / "keyrings"
