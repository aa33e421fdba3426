#!/usr/bin/env python3
"""A minute of sound through a room of one second: simulate against sox's fir and ffmpeg's afir. Needs sox and ffmpeg.

    python3 Benchmarks/audio.py [PROGRAM]

Every contender reads the same WAV of 44.1 kHz and writes 32-bit floats; nine rounds in rotated order, whole processes.
"""
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import wave

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/simulate")
ROOM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Examples/room/rir_clap.wav")
ROUNDS = 9


def main():
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        os.chdir(folder)
        subprocess.run(["cp", ROOM, "room.wav"], check=True)
        subprocess.run("sox -n -r 44100 -c 1 -b 16 dry.wav synth 60 pinknoise vol 0.5".split(), check=True)
        with wave.open("room.wav") as file:
            data = file.readframes(file.getnframes())
        with open("room.txt", "w") as file:
            file.write("\n".join(repr(value / 32768) for (value,) in struct.iter_unpack("<h", data)))
        jobs = {
            "simulate --jobs 1": [PROGRAM, "--impulse", "room.wav", "--input", "dry.wav", "--output", "wet.wav", "--jobs", "1"],
            "simulate": [PROGRAM, "--impulse", "room.wav", "--input", "dry.wav", "--output", "wet.wav"],
            "sox fir": "sox dry.wav -b 32 -e float wet.wav fir room.txt".split(),
            "ffmpeg afir": "ffmpeg -y -loglevel error -i dry.wav -i room.wav -filter_complex afir=gtype=none "
                           "-c:a pcm_f32le wet.wav".split(),
        }
        found = {name: [] for name in jobs}
        for turn in range(ROUNDS):
            names = list(jobs)
            for name in names[turn % len(names):] + names[:turn % len(names)]:
                if os.path.exists("wet.wav"):
                    os.remove("wet.wav")
                start = time.perf_counter()
                process = subprocess.Popen(jobs[name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                _, status, usage = os.wait4(process.pid, 0)
                if status:
                    sys.exit(f"{name}: status {status}")
                found[name].append((time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
        for name, rounds in found.items():
            wall, cpu, peak = zip(*rounds)
            print(f"{name:18} median {statistics.median(wall) * 1e3:5.0f} ms, best CPU {min(cpu) * 1e3:5.0f} ms, peak {max(peak):4.0f} MB")
        os.chdir("/")


if __name__ == "__main__":
    main()
