"""The checks before a start: one plain sentence each."""

import platform
import socket
from pathlib import Path

import pytest

from tools import machine
from tools.console import Problem, seconds


def cpuinfo(tmp_path: Path, flags: str) -> Path:
    path = tmp_path / "cpuinfo"
    path.write_text(f"processor : 0\nflags\t\t: {flags}\n")
    return path


def test_a_processor_without_avx_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    with pytest.raises(Problem, match="没有 AVX 指令"):
        machine.check_processor(cpuinfo(tmp_path, "fpu sse sse2"))


def test_a_processor_with_avx_is_accepted(tmp_path: Path) -> None:
    machine.check_processor(cpuinfo(tmp_path, "fpu sse avx avx2"))


def test_a_full_disk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"磁盘空间不够.*需要 1e\+09 GB"):
        machine.check_disk(1e9, tmp_path)


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(Problem, match="建不了文件夹"):
        machine.check_writable(tmp_path / "var" / "log")


def test_a_taken_port_is_refused_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=rf"端口 {port} 已被.*CNB_PORT=\d+ make run"):
            machine.check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("duration", "words"), [(0.04, "0.0 秒"), (9.96, "10.0 秒"), (42.4, "42 秒"), (185, "3 分 5 秒")]
)
def test_times_are_written_as_people_read_them(duration: float, words: str) -> None:
    assert seconds(duration) == words
