"""The peer in P2: QNetworkConfigurationManager of PySide2 with Qt's NetworkManager plugin, from nothing to its complete list.

Word on stdin: "list", answered with the time it took, ms, and with how many configurations of stored profiles it has.
Once in a process only: Qt keeps its list for as long as the process lives.
"""
import json
import sys
import time

from PySide2.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide2.QtNetwork import QNetworkConfigurationManager

application = QCoreApplication(sys.argv)
expected = int(sys.argv[1])
limit_ms = 60000

for word in sys.stdin:
    began = time.perf_counter_ns()
    manager = QNetworkConfigurationManager()
    loop = QEventLoop()
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(limit_ms)

    def listed():
        # Beside them Qt lists interfaces, under the interfaces' own names.
        return sum(1 for each in manager.allConfigurations() if each.name().startswith(("Place ", "wired")))

    def look(*_):
        if listed() >= expected:
            loop.quit()

    manager.configurationAdded.connect(look)
    manager.updateCompleted.connect(look)
    manager.updateConfigurations()
    if listed() < expected:
        loop.exec_()
    taken = (time.perf_counter_ns() - began) / 1e6
    print(json.dumps({"time": taken, "stored": listed()}), flush=True)
