#!/usr/bin/env python3
"""A session of Handover from Python, with nothing but its standard library (docs/socket.md).

    python3 follow.py NAME        opens a session on what is called NAME, prints what it is told, ends with the session

Offers to move are answered here: the answer is yes, and the new link is kept.
"""
import io
import json
import os
import socket
import sys
import tempfile


def socket_path():
    if os.environ.get("HANDOVER_SOCKET"):
        return os.environ["HANDOVER_SOCKET"]
    if os.name == "nt":
        return os.path.join(os.environ["LOCALAPPDATA"], "Handover", "run", "hub.json")
    if os.environ.get("XDG_RUNTIME_DIR"):
        return os.path.join(os.environ["XDG_RUNTIME_DIR"], "handover", "hub.sock")
    return os.path.join(tempfile.gettempdir(), f"handover-{os.getuid()}", "hub.sock")


class Handover:
    """JSON-RPC 2.0, one message a line."""

    def __init__(self, name):
        self.number = 0
        self.told = []
        hello = {"version": 1, "name": name}
        if os.name == "nt":
            # A pipe, named in a file of the user's own. The two words in it show each side that the other may read it.
            with open(socket_path(), encoding="utf-8") as file:
                place = json.load(file)
            raw = open(place["pipe"], "r+b", buffering=0)
            hello["token"] = place["token"]
        else:
            place = {}
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.connect(socket_path())
            raw = connection.makefile("rwb", buffering=0)
        self.connection = io.BufferedRWPair(raw, raw)
        if self.ask("hello", hello).get("answer") != place.get("answer"):
            raise SystemExit("That is not Handover.")

    def ask(self, method, params=None):
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        self.connection.write((json.dumps(message) + "\n").encode())
        self.connection.flush()
        while True:
            answer = self.next_message()
            if answer.get("id") == self.number and "method" not in answer:
                if "error" in answer:
                    raise SystemExit(answer["error"]["message"])
                return answer["result"]
            self.told.append(answer)

    def events(self):
        """What is told from now on, and what was told while an answer was awaited."""
        while True:
            yield self.told.pop(0) if self.told else self.next_message()

    def next_message(self):
        line = self.connection.readline()
        if not line:
            raise SystemExit("Handover has gone.")
        return json.loads(line)


def main():
    name = sys.argv[1]
    handover = Handover("follow.py")
    configurations = handover.ask("subscribe", {"to": "state", "parts": ["configurations"]})["state"]["configurations"]
    found = [each["id"] for each in configurations.values() if name in (each["name"], each["id"])]
    if not found:
        raise SystemExit(f"There is no {name}.")
    session = handover.ask("session.create", {"configuration": found[0]})["session"]
    handover.ask("session.answerOffers", {"session": session, "on": True})
    handover.ask("session.open", {"session": session})
    for message in handover.events():
        if message.get("method") != "session.event":
            continue
        event = message["params"]["event"]
        print(event.get("state", event["event"]), flush=True)
        if event["event"] == "opened":
            print("bind to", *handover.ask("session.link", {"session": session})["addresses"], flush=True)
        elif event["event"] == "preferredConfigurationChanged":
            handover.ask("session.migrate", {"session": session})
        elif event["event"] == "newConfigurationActivated":
            handover.ask("session.accept", {"session": session})
        elif event["event"] == "closed":
            return


if __name__ == "__main__":
    main()
