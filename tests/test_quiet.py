"""What C libraries say is not heard; what comes after is."""

import os
import threading
import time

import pytest

from recognizer.quiet import quiet_libraries


def say(words):
    os.write(2, words.encode())


def test_what_is_written_meanwhile_goes_nowhere(capfd):
    with quiet_libraries():
        say("chatter")
    say("news")
    assert capfd.readouterr().err == "news"


def test_an_error_within_gives_standard_error_back(capfd):
    with pytest.raises(ZeroDivisionError), quiet_libraries():
        1 / 0  # noqa: B018
    say("news")
    assert capfd.readouterr().err == "news"


def test_two_threads_at_once_do_not_lose_standard_error(capfd):
    def be_quiet(seconds):
        with quiet_libraries():
            time.sleep(seconds)

    threads = [threading.Thread(target=be_quiet, args=(each,)) for each in (0.02, 0.05, 0.01)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say("news")
    assert capfd.readouterr().err == "news"
