// The peer of P4: Electron with one window that is never shown, and nothing else.
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, width: 1180, height: 760 });
  void window.loadURL('data:text/html,<title>bare</title><p>One line of text.</p>');
});
