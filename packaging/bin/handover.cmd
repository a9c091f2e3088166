@"%~dp0..\node.exe" "%~dp0..\cli\handover.js" %*
