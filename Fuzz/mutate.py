#!/usr/bin/env python3
"""Runs the program on mutants of what every case folder runs, files and arguments alike.

    python3 Fuzz/mutate.py PROGRAM [SECONDS [SEED]]

Each call of the program in Tests/SimulateTests/Cases is recorded once, with its files and standard input. A mutant
changes some bytes, numbers, lines or words of them. What must hold: an exit code of the contract, a message where it
is not 0, no control character in it, no `nan` among the rows, nothing temporary left, at most two seconds of the
processor and 1 GB of memory. A table that the options ask for may be as long as they say.
What breaks a rule is printed and kept below .build/mutants as a folder with `argv`, its files and what was said.
"""
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = os.path.join(PACKAGE, "Tests/SimulateTests/Cases")
KEPT = os.path.join(PACKAGE, ".build/mutants")
CODES = {0, 64, 65, 66, 69, 70, 73, 74, 75}
SECONDS, MEMORY, LONGEST = 2.0, 1 << 30, 1 << 26

RECORDER = """#!/usr/bin/env python3
import json, os, subprocess, sys
files = {}
for folder, _, names in os.walk("."):
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.path.getsize(path) < 1 << 16:
            files[os.path.relpath(path, ".")] = open(path, "rb").read().decode("latin-1")
given = sys.stdin.buffer.read(1 << 16) if "-" in " ".join(sys.argv) else b""
with open(os.environ["RECORD"], "a") as out:
    out.write(json.dumps({"argv": sys.argv[1:], "files": files, "stdin": given.decode("latin-1")}) + "\\n")
sys.exit(subprocess.run([os.environ["PROGRAM"]] + sys.argv[1:], input=given).returncode)
"""

# Numbers at the ends of the range, and what is none.
EXTREMES = """0 -0 1 -1 2 1e-9 1e9 1e15 1e-15 1e18 9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808
1e300 -1e300 1e301 1e308 -1e308 1.7976931348623157e308 1e309 1e-300 1e-308 5e-324 -5e-324 1e-400 0.1 1/3 1/44100 1/0
1e308/1e-308 nan inf 0x10 1,5 1e 1_000 2010-01-14 9999-12-31 0000-01-01 2010-01-14T06:00:00Z 42949672953""".split()
WORDS = ["", "=", "-", "=t", "=1/s", "=exp(-t)", "=exp(t)", "=1/(1-z^-1)", "t", "a,b", ":", "'", '"', "\u0600'", "\x1b[2J",
         "\n", "../..", "/dev/null", "/dev/full", ".", "all", "auto", "$(touch x)", "`touch x`", "a" * 300]
OPTIONS = ["--step", "--from", "--to", "--delay", "--period", "--tolerance", "--digits", "--mean-over", "--total-over",
           "--spacing", "--skip-lines", "--set", "--between", "--tail", "--columns", "--stack", "--bounds", "--explain",
           "--verify", "--missing", "--unit", "--decimal", "--by", "--where", "--initial", "--two-sided", "--at-event"]
NUMBER = re.compile(r"(?<![A-Za-z_0-9.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def record(program):
    """What the cases run: lists of arguments, with files and standard input."""
    place = os.path.join(PACKAGE, ".build/record")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place + "/bin")
    with open(place + "/bin/simulate", "w") as out:
        out.write(RECORDER)
    os.chmod(place + "/bin/simulate", 0o755)
    log = place + "/calls"
    for folder, _, names in sorted(os.walk(CASES)):
        if "cmd" not in names:
            continue
        copy = place + "/case"
        shutil.copytree(folder, copy)
        environment = {"PATH": place + "/bin:/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": place,
                       "RECORD": log, "PROGRAM": program}
        try:
            subprocess.run(["sh", "./cmd"], cwd=copy, env=environment, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        except subprocess.TimeoutExpired:
            pass
        shutil.rmtree(copy, ignore_errors=True)
    calls = [json.loads(line) for line in open(log)]
    # The same call with the same files twice is one; what the cases expect is no input.
    seen, result = set(), []
    for call in calls:
        call["files"] = {n: t for n, t in call["files"].items() if n.split("/")[0] not in
                         ("cmd", "stdout", "stderr", "status", "expected", "reference", "tolerance")}
        key = json.dumps(call, sort_keys=True)
        if key not in seen:
            seen.add(key)
            result.append(call)
    return result


def numbers_changed(text, dice):
    places = list(NUMBER.finditer(text))
    if not places:
        return text
    for place in sorted(dice.sample(places, min(len(places), dice.choice([1, 1, 1, 2]))), key=lambda m: -m.start()):
        text = text[:place.start()] + dice.choice(EXTREMES) + text[place.end():]
    return text


def text_changed(text, dice):
    """A file's or an argument's text, one byte a character, changed in some way."""
    way = dice.randrange(9)
    at = dice.randrange(len(text) + 1)
    lines = text.split("\n")
    if way <= 3:
        return numbers_changed(text, dice)
    if way == 4 and text:
        at = dice.randrange(len(text))
        return text[:at] + chr(ord(text[at]) % 256 ^ 1 << dice.randrange(8)) + text[at + 1:]
    if way == 5:
        return text[:at] + text[min(len(text), at + dice.randrange(1, 20)):]
    if way == 6:
        return text[:at] + dice.choice(WORDS + EXTREMES).encode("utf-8").decode("latin-1") + text[at:]
    if way == 7 and len(lines) > 1:
        a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
        return "\n".join(lines)
    if way == 8 and len(lines) > 1:
        a = dice.randrange(len(lines))
        lines[a:a + 1] = [lines[a]] * dice.choice([0, 2, 3])
        return "\n".join(lines)
    return text + chr(dice.randrange(256))


def mutant(call, dice):
    argv, files, given = list(call["argv"]), dict(call["files"]), call["stdin"]
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        way = dice.randrange(10)
        named = [n for n in files if any(n in a for a in argv)] or list(files)
        if way <= 3 and named:
            name = dice.choice(named)
            files[name] = text_changed(files[name], dice)
        elif way == 4 and given:
            given = text_changed(given, dice)
        elif way <= 7 and argv:
            k = dice.randrange(len(argv))
            argv[k] = numbers_changed(argv[k], dice) if dice.random() < 0.7 else text_changed(argv[k], dice)
        elif way == 8 and argv:
            k = dice.randrange(len(argv))
            argv[k:k + 1] = dice.choice([[], [argv[k], argv[k]], [dice.choice(WORDS)], [dice.choice(EXTREMES)]])
        else:
            argv[len(argv):] = [dice.choice(OPTIONS), dice.choice(EXTREMES + WORDS)]
    # No argument leads out of the folder to a file of others, and none is a live table without end.
    argv = [a.replace("\0", "") for a in argv if not re.search(r"/(?!dev/(null|full|stdout)|\d)[a-z]+/", a) and a != "--follow"]
    return {"argv": argv, "files": files, "stdin": given}


def limited():
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 33, 1 << 33))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(program, call, folder):
    """The broken rule, None where all hold; and the exit code."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name, text in call["files"].items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "wb").write(text.encode("latin-1"))
    argv = [a.encode("utf-8", "surrogateescape") for a in call["argv"]]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": folder}
    out, err = folder + ".out", folder + ".err"
    inputs = folder + ".in"
    open(inputs, "wb").write(call["stdin"].encode("latin-1"))
    with open(inputs) as stdin, open(out, "wb") as stdout, open(err, "wb") as stderr:
        child = subprocess.Popen([program.encode()] + argv, cwd=folder, env=environment, stdin=stdin, stdout=stdout,
                                 stderr=stderr, preexec_fn=limited)
        timer = time.time()
        while True:
            done, status, used = os.wait4(child.pid, os.WNOHANG)
            if done:
                break
            if time.time() - timer > 60:
                os.kill(child.pid, 9)
                done, status, used = os.wait4(child.pid, 0)
                break
            time.sleep(0.001 if time.time() - timer < 0.1 else 0.02)
        child.returncode = 0
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    said = open(err, "rb").read()
    printed = open(out, "rb").read(1 << 20)
    length = os.path.getsize(out)
    taken = used.ru_utime + used.ru_stime
    asked = any(a.split("=")[0] in ("--step", "--vary", "--runs", "--frequency", "--kernel", "--period", "--spacing")
                for a in call["argv"]) and (length > 1 << 23 or any(
                    os.path.getsize(os.path.join(folder, n)) > 1 << 23 for n in os.listdir(folder)))
    if code not in CODES and not (code in (-24, -25, -9) and asked):
        return "exit code %d" % code, code
    if taken > SECONDS and not asked:
        return "%.1f seconds" % taken, code
    if used.ru_maxrss * 1024 > MEMORY:
        return "%.2f GB" % (used.ru_maxrss / 1048576), code
    if code != 0:
        lines = said.decode("utf-8", "replace").splitlines()
        if not any(l.startswith("simulate: ") for l in lines) or len(lines) > 24:
            return "%d lines said" % len(lines), code
        try:
            said.decode("utf-8")
        except UnicodeDecodeError:
            return "a message that is not UTF-8", code
    if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", said):
        return "a control character in a message", code
    if re.search(rb"(?m)(^|,)-?(nan|inf)(,|$)", printed) and not re.search("nan|inf", json.dumps(call)):
        return "nan or inf among the rows", code
    if any(n.endswith(".tmp") for n in os.listdir(folder)):
        return "a temporary file left", code
    if os.path.exists(folder + "/x"):
        return "a command ran", code
    return None, code


def main():
    program = os.path.abspath(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    dice = random.Random(seed)
    calls = record(program)
    os.makedirs(KEPT, exist_ok=True)
    folder = ("/dev/shm" if os.path.isdir("/dev/shm") else "/tmp") + "/mutant-%d" % os.getpid()
    count, codes, found = 0, {}, 0
    end = time.time() + seconds
    while time.time() < end:
        call = mutant(dice.choice(calls), dice)
        problem, code = run(program, call, folder)
        count += 1
        codes[code] = codes.get(code, 0) + 1
        if problem:
            found += 1
            kept = os.path.join(KEPT, "%d-%d" % (seed, count))
            shutil.rmtree(kept, ignore_errors=True)
            os.makedirs(kept)
            json.dump(call, open(kept + "/call.json", "w"))
            open(kept + "/problem", "w").write(problem + "\n" + open(folder + ".err", errors="replace").read(2000))
            print(problem, kept, " ".join(repr(a) if re.search(r"[^\w./=,:-]", a) else a for a in call["argv"])[:300],
                  flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    for end in (".out", ".err", ".in"):
        if os.path.exists(folder + end):
            os.remove(folder + end)
    print("%d mutants of %d calls, %d problems; exit codes %s" % (count, len(calls), found, dict(sorted(codes.items()))))
    sys.exit(1 if found else 0)


main()
