"""The peer in P1: QNetworkSession of PySide2 on the first active Ethernet link that the generic bearer plugin sees.

Words on stdin: "<mode> <cycles>", answered with the time a cycle of open() and close() took, ns.
Modes: "silent", nobody listens; "heard", Python functions hear opened and closed, count, and check the order.
"""
import json
import sys
import time

from PySide2.QtCore import QCoreApplication
from PySide2.QtNetwork import QNetworkConfiguration, QNetworkConfigurationManager, QNetworkSession

application = QCoreApplication(sys.argv)
manager = QNetworkConfigurationManager()
links = [each for each in manager.allConfigurations(QNetworkConfiguration.Active) if each.bearerTypeName() == "Ethernet"]
if not links:
    print(json.dumps({"error": "Qt sees no active link: is its generic bearer plugin installed?"}), flush=True)
    sys.exit(1)

silent = QNetworkSession(links[0])
heard = QNetworkSession(links[0])
opened = 0
closed = 0
out_of_order = 0


def on_opened():
    global opened, out_of_order
    if opened != closed:
        out_of_order += 1
    opened += 1


def on_closed():
    global closed, out_of_order
    closed += 1
    if opened != closed:
        out_of_order += 1


heard.opened.connect(on_opened)
heard.closed.connect(on_closed)


def measure(session, cycles):
    call_open, call_close = session.open, session.close
    cpu_began = time.process_time_ns()
    began = time.perf_counter_ns()
    for _ in range(cycles):
        call_open()
        call_close()
    taken = time.perf_counter_ns() - began
    cpu = time.process_time_ns() - cpu_began
    application.processEvents()
    return {"time": taken / cycles, "cpu": cpu / cycles}


for word in sys.stdin:
    mode, cycles = word.split()
    cycles = int(cycles)
    before = (opened, closed)
    answer = measure(heard if mode == "heard" else silent, cycles)
    expected = cycles if mode == "heard" else 0
    if (opened - before[0], closed - before[1]) != (expected, expected) or out_of_order:
        answer = {"error": "Qt did not tell every open() and close() once and in order."}
    print(json.dumps(answer), flush=True)
