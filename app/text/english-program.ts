/** The English texts of the program around the window: menu, closing, about, licences, problem report, first run. */
export const englishProgram = {
  // the program's menu; "&" marks nothing here
  'menu.file': 'File',
  'menu.edit': 'Edit',
  'menu.view': 'View',
  'menu.window': 'Window',
  'menu.help': 'Help',
  'menu.about': 'About Handover',
  'menu.closeWindow': 'Close window',
  'menu.quit': 'Quit Handover',
  'menu.hide': 'Hide Handover',
  'menu.hideOthers': 'Hide others',
  'menu.showAll': 'Show all',
  'menu.undo': 'Undo',
  'menu.redo': 'Redo',
  'menu.cut': 'Cut',
  'menu.copy': 'Copy',
  'menu.paste': 'Paste',
  'menu.selectAll': 'Select all',
  'menu.zoomIn': 'Zoom in',
  'menu.zoomOut': 'Zoom out',
  'menu.zoomReset': 'Normal size',
  'menu.fullScreen': 'Full screen',
  'menu.minimize': 'Minimise',

  // closing to the tray, told once
  'closing.title': 'Handover goes on in the tray',
  'closing.what': 'Closing hides this window. Sessions stay open and offers still reach you; the icon in the tray brings the window back. Quitting ends Handover’s own sessions and leaves your connections up.',
  'closing.hide': 'Close the window',

  // the numbers of roaming
  'settings.numbers': 'The numbers',
  'settings.numbersWhat': 'What “{{preset}}” means. A number that you change stays changed whichever you choose.',
  'settings.numbersPreset': 'Changed; {{value}} otherwise.',
  'settings.numbersReset': 'Undo',
  'settings.numbersResetThis': 'Undo: {{number}}',
  'settings.number.weakLevel5': 'Weak below, 5 and 6 GHz',
  'settings.number.weakLevel24': 'Weak below, 2.4 GHz',
  'settings.number.betterBy': 'Better by, when the current one is weak',
  'settings.number.betterByWhileGood': 'Better by, while the current one is good',
  'settings.number.noInternetFor': 'No internet for',
  'settings.number.holdFor': 'A reason must hold for',
  'settings.number.offerApart': 'Offers apart at least',
  'settings.number.offersADayForPair': 'Offers a day for the same two',
  'settings.number.countdown': 'A trial counts down',
  'settings.number.linger': 'The old link lingers',

  // about
  'about.title': 'About Handover',
  'about.what': 'A desktop connection manager that asks before it moves you. Its sessions follow Qt’s network session API.',
  'about.version': 'Version',
  'about.system': 'System',
  'about.dataFolder': 'Data folder',
  'about.network': 'Handover itself uses the network for one thing: the carrier test of a trial, which you can switch off in the settings.',
  'about.licences': 'Licences',
  'about.licencesWhat_one': 'Handover is under the MIT licence. It holds {{count}} package of others.',
  'about.licencesWhat_other': 'Handover is under the MIT licence. It holds {{count}} packages of others.',
  'about.licencesOpen': 'Show licences',
  'about.licencesRuntime': 'Electron and Chromium',

  // problem report
  'report.title': 'Problem report',
  'report.what': 'What state Handover is in and the end of its log, without names of networks, addresses, or places. It is made here and sent nowhere: read it, then hand it on yourself.',
  'report.make': 'Make a report',
  'report.making': 'Making the report…',
  'report.copy': 'Copy',
  'report.save': 'Save…',
  'report.saved': 'Saved as {{path}}',
  'report.label': 'The report',

  // first run
  'welcome.title': 'Welcome to Handover',
  'welcome.list': 'The list shows every access point in reach. Choose one to see what is known of it, or to connect.',
  'welcome.asks': 'When a better one is there, Handover asks: migrate or ignore. You try the new one first, and can go back.',
  'welcome.order': '“Edit order” beside a group says which you prefer.',
  'welcome.simulated': 'This is a simulated network: it was asked for, or nothing here lets Handover manage connections. Try everything; it touches no connection of this computer.',
  'welcome.simulator': 'Open the simulator',
  'welcome.done': 'Begin',

  // what is no longer known for sure
  'now.lastKnown': 'As last known',

  // files
  'form.chooseFile': 'Choose: {{what}}',

  // portal
  'portal.signIn': 'Sign in',
} as const;
