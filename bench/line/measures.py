"""What is measured. Each measure takes the province, and gives rows: {measure, program, value, unit, bar, isMet, note}."""

import os
import signal
import statistics
import threading
import time

from school import FRAME, PAYLOAD, Daemon, School, Wire, run, until

LESSON, OTHER = "l01", "l02"


def row(measure, value, unit, bar=None, met=None, program="lectern-edge", note=""):
    return {
        "measure": measure, "program": program, "value": round(value, 3), "unit": unit, "bar": bar, "isMet": met, "note": note,
    }


def goodput(province, rounds):
    """Bytes of files a second, beside programs that fetch the same files from nginx on the same line."""
    files, size = track_files(province)
    folder = f"{province.work}/files"
    links(files, folder)
    base = f"http://{province.line.address}:8090"
    names = [f"{base}/{index}" for index in range(len(files))]
    target = f"{province.work}/fetched"
    peers = {
        "curl": ["curl", "-s", "-f", *sum((["-o", f"{target}/{i}", name] for i, name in enumerate(names)), [])],
        "wget": ["wget", "-q", "-P", target, *names],
        "aria2c": ["aria2c", "-q", "-x1", "-j1", "-d", target, "-Z", *names],
        "aria2c, 5 connections": ["aria2c", "-q", "-x5", "-s5", "-k1M", "-j1", "-d", target, "-Z", *names],
    }
    rates, shares = {}, []
    with nginx(province, folder):
        for _ in range(rounds):
            for name, command in peers.items():
                run(["sh", "-c", f"rm -rf {target}; mkdir -p {target}"])
                with Wire(province.line) as wire:
                    start = time.monotonic()
                    run(province.line.inside("school", *command))
                    time.sleep(1)
                    seconds, _ = wire.busy(start)
                rates.setdefault(name, []).append(size / seconds)
            with School(province) as school, Wire(province.line) as wire:
                time.sleep(2)
                start = time.monotonic()
                school.edge("prefetch", "--resume")
                until(lambda: school.status()["verifiedPermille"] == 1000, "the lessons are held", 600)
                time.sleep(1)
                # Documents that the edge sends and gets meanwhile are no part of it: the last 40 kB may be theirs.
                seconds, sent = wire.busy(start, slack=40_000)
                rates.setdefault("lectern-edge", []).append(size / seconds)
                shares.append(sent / seconds / province.bytes_per_second)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    best = max(value for name, value in medians.items() if name != "lectern-edge")
    rows = [row("goodput of bulk", value / 1000, "kB/s", program=name) for name, value in medians.items()]
    ratio = medians["lectern-edge"] / best
    rows.append(row("goodput of bulk to the best of the others", ratio, "×", "≥ 0.99", ratio >= 0.99))
    share = statistics.median(shares)
    rows.append(row("bulk's share of the line when nothing waits", share, "×", "≥ 0.97", share >= 0.97))
    return rows


def faults(province):
    """What ten cuts and three kills cost, in bytes that the province's end has sent."""
    _, size = track_files(province)
    with School(province) as school:
        time.sleep(2)
        with Wire(province.line) as wire:
            school.edge("prefetch", "--resume")
            steps = ["cut", "hole", "kill", "cut", "hole", "cut", "kill", "hole", "cut", "hole", "kill", "cut", "hole"]
            for number, step in enumerate(steps):
                mark = size * (number + 1) // (len(steps) + 2)
                until(lambda: school.held() >= mark, f"{mark} bytes are held", 300)
                if step == "kill":
                    school.kill()
                    school.start()
                else:
                    province.line.say(step)
                    time.sleep(2)
                    province.line.say("heal")
            until(lambda: school.status()["verifiedPermille"] == 1000, "the lessons are held", 600)
            sent = wire.sent()
    ratio = sent * PAYLOAD / FRAME / size
    return [
        row("bytes on the wire after 10 cuts and 3 kill -9", ratio, "× content", "≤ 1.02", ratio <= 1.02,
            note="5 cuts seen, 5 silent; headers of TCP, IP and Ethernet taken off, documents not"),
    ]


def foreground(province, times=5):
    """A chunk that somebody waits for, on an idle line and while bulk runs."""
    def several(school, first):
        picture = next(iter(school.media(LESSON).values()))
        # Far from what bulk brings next.
        places = range(len(picture) - first, len(picture) - first - times, -1)
        done = []
        for place in places:
            done.append(school.fetch(picture[place]))
            time.sleep(3)
        return statistics.median(seconds for seconds, _ in done), statistics.median(size for _, size in done)

    with School(province) as school:
        time.sleep(2)
        idle, size = several(school, 1)
    with School(province) as school:
        time.sleep(2)
        school.edge("prefetch", "--first", OTHER)
        school.edge("prefetch", "--resume")
        until(lambda: school.status()["link"]["rateBytesPerSecond"] > 0, "bulk runs")
        time.sleep(3)
        busy, _ = several(school, 1)
    ratio = busy / idle
    return [
        row("a missing chunk on an idle line", idle, "s", note=f"{size / 1000:.0f} kB"),
        row("a missing chunk while bulk runs", busy, "s"),
        row("a missing chunk while bulk runs to an idle line", ratio, "×", "≤ 1.25", ratio <= 1.25),
    ]


def viewers(province, seats=10, apart=0.3):
    """Seats that begin a lesson that is not held, one after the other; the prefetch is paused, so each fetch is theirs."""
    with School(province) as school:
        time.sleep(2)
        tracks = list(school.media(LESSON).values())
        wanted = [tracks[0][0], tracks[0][1]]
        before, results = province.blob_requests(), []

        def seat():
            start = time.monotonic()
            size = sum(school.fetch(part)[1] for part in wanted)
            results.append((time.monotonic() - start, size))

        threads = []
        with Wire(province.line) as wire:
            for _ in range(seats):
                threads.append(threading.Thread(target=seat))
                threads[-1].start()
                time.sleep(apart)
            for thread in threads:
                thread.join()
            sent = wire.sent()
        fetches = province.blob_requests() - before
    first, size = max(results)[0], results[0][1]
    alone = size * FRAME / PAYLOAD / province.bytes_per_second
    return [
        row("fetches of a chunk that 10 seats want", fetches / len(wanted), "", "1", fetches == len(wanted),
            note=f"{sent * PAYLOAD / FRAME / size:.2f} × its bytes on the wire"),
        row("first picture at the last of 10 seats", first / alone, "× its bytes' time", "≤ 1.2", first / alone <= 1.2,
            note=f"{first:.2f} s for {size / 1000:.0f} kB, header and first segment"),
    ]


def limits(province, cap=500_000, seconds=40):
    """The cap over any ten seconds, and what comes after a window."""
    clock = time.time() + 28_800  # China is eight hours east.
    end = (int(clock) // 60 + 1) * 60
    if end - clock < seconds + 5:
        end += 60
    begin = end - 3_600
    text = [f"{moment // 3_600 % 24:02}:{moment // 60 % 60:02}" for moment in (begin, end)]
    settings = {"LECTERN_LINK_CAP_BITS_PER_SECOND": str(cap), "LECTERN_LINK_WINDOWS": f"daily {text[0]}-{text[1]}"}
    with School(province, settings=settings) as school:
        school.edge("prefetch", "--resume")
        until(lambda: school.status()["link"]["rateBytesPerSecond"] > 0, "bulk runs")
        with Wire(province.line) as wire:
            time.sleep(max(0, end - 3 - (time.time() + 28_800)))
            most = wire.most(10) / (cap / 8)
        time.sleep(max(0, end - (time.time() + 28_800)))
        held, before = school.held(), province.blob_requests()
        time.sleep(15)
        after = school.held() - held
        requests = province.blob_requests() - before
    return [
        row("highest mean rate over 10 s to the cap", most, "×", "≤ 1.02", most <= 1.02, note=f"cap {cap // 1000} kbit/s"),
        row("bytes of lessons outside the window", after, "B", "0", after == 0 and requests == 0, note=f"{requests} requests in 15 s"),
    ]


def costs(province, seconds=120):
    """Memory while filling and idle, and what an idle school costs the line."""
    with School(province) as school:
        time.sleep(2)
        school.edge("prefetch", "--resume")
        filling = []
        while school.status()["verifiedPermille"] < 1000:
            filling.append(school.memory()[0])
            time.sleep(1)
        school.kill()
        school.start()
        time.sleep(20)
        before = sum(province.line.wire())
        time.sleep(seconds)
        an_hour = (sum(province.line.wire()) - before) * 3_600 / seconds
        idle = school.memory()[0]
    return [
        row("memory of a filling edge", max(filling) / 1e6, "MB", "≤ 60", max(filling) <= 60e6, note="resident, highest"),
        row("memory of an idle edge", idle / 1e6, "MB", "≤ 40", idle <= 40e6, note="resident"),
        row("an idle school on the line", an_hour / 1000, "kB/h", "< 200", an_hour < 200_000, note="both ways, all headers"),
    ]


def track_files(province):
    """The track files of all lessons, as the origin keeps them: every blob that is no document."""
    files = []
    for folder, _, names in os.walk(f"{province.data}/blobs"):
        files += [os.path.join(folder, name) for name in names if len(name) == 64]
    files = [path for path in files if open(path, "rb").read(8)[4:8] == b"ftyp"]
    return files, sum(os.path.getsize(path) for path in files)


def links(files, folder):
    run(["sh", "-c", f"rm -rf {folder}; mkdir -p {folder}"])
    for index, path in enumerate(files):
        os.symlink(os.path.abspath(path), f"{folder}/{index}")


class nginx:
    """nginx with its defaults, at the province's end."""

    def __init__(self, province, folder):
        self.province, self.folder = province, folder

    def __enter__(self):
        path = f"{self.province.work}/nginx.conf"
        with open(path, "w") as file:
            file.write(
                f"daemon off; pid {self.province.work}/nginx.pid; error_log {self.province.work}/nginx.log; worker_processes 1; user root;"
                f"events {{}} http {{ access_log off; sendfile on; server {{ listen {self.province.line.address}:8090; root {self.folder}; }} }}"
            )
        self.daemon = Daemon(self.province.line.inside("origin", "nginx", "-c", path), f"{self.province.work}/nginx.log")
        url = f"http://{self.province.line.address}:8090/"
        # 403: it answers.
        until(lambda: "HTTP" in run(["sh", "-c", " ".join(self.province.line.inside("school", "curl", "-s", "-i", url)) + " || true"]), "nginx")

    def __exit__(self, *_):
        self.daemon.end(signal.SIGQUIT)
