// The peer of P7: Electron with one window that shows one line of text.
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1180, height: 760 });
  void window.loadURL('data:text/html,<title>bare</title><p>One line of text.</p>');
});
