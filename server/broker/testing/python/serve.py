"""The process side of a driver in Python: one JSON request a line on stdin, one JSON reply a line on stdout."""

import itertools
import json
import os
import sys
import threading

output_lock = threading.Lock()
# Held while clients are made, since every request has its thread.
making = threading.Lock()
# Libraries may print; what they print must not land between the replies.
replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def say(line):
    with output_lock:
        replies.write(json.dumps(line) + "\n")
        replies.flush()


def text(value):
    return None if value is None else value.decode()


def serve(hello, operations):
    """Serves until stdin ends; every request has a thread of its own, so that a slow read stops nobody."""
    say(hello)

    def run(request):
        try:
            say({"id": request["id"], "result": operations[request["operation"]](**request["args"])})
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is the reply
            say({"id": request["id"], "error": f"{type(error).__name__}: {error}"})

    for line in sys.stdin:
        threading.Thread(target=run, args=(json.loads(line),), daemon=True).start()
    os._exit(0)


class Member(threading.Thread):
    """A group member that polls in its own thread, since consumers are not safe to share between threads."""

    def __init__(self):
        super().__init__(daemon=True)
        self.records = []
        self.assigned = []
        self.asked = []
        self.ended = False
        self.error = None

    def poll(self):
        """One poll: appends to records, refreshes assigned."""
        raise NotImplementedError

    def commit(self):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError

    def run(self):
        try:
            while not self.ended:
                self.poll()
                while self.asked:
                    action, done = self.asked.pop(0)
                    try:
                        action()
                    except Exception as error:  # noqa: BLE001
                        self.error = error
                    done.set()
        except Exception as error:  # noqa: BLE001
            self.error = error
        self.close()

    def ask(self, action):
        done = threading.Event()
        self.asked.append((action, done))
        while not done.wait(0.1):
            if not self.is_alive():
                break
        if self.error:
            raise self.error

    def leave(self):
        self.ended = True
        self.join()

    def view(self):
        if self.error:
            raise self.error
        return {"assigned": list(self.assigned), "records": list(self.records)}


class Members:
    def __init__(self):
        self.all = {}
        self.numbers = itertools.count(1)

    def add(self, member):
        number = next(self.numbers)
        self.all[number] = member
        member.start()
        return number

    def get(self, number):
        return self.all[number]

    def leave(self, number):
        self.all.pop(number).leave()

    def leave_all(self):
        for number in list(self.all):
            self.leave(number)
