/** The English texts about roaming: the carrier test and its settings, answers that stand, and why an access point is as it is. */
export const englishRoaming = {
  // notes of the carrier test
  'test.lost': '{{share}} lost',
  'test.with': '{{text}}: {{why}}',
  'test.why.switchedOff': 'switched off in the settings',
  'test.why.notPossible': 'not possible here',
  'test.why.notLed': 'what is bound to this link may leave by another',
  'test.why.noGateway': 'the link has none',
  'test.why.noNameServers': 'the network names none',
  'test.why.noTime': 'no time left',
  'test.why.gatewaySilent': 'does not answer, but leads on',
  'test.why.nameUnknown': 'answers, but does not know the name',
  'test.why.systemOnly': 'by the system’s check only',

  // settings of the carrier test
  'settings.test': 'Carrier test',
  'settings.checkInternet': 'Ask an address in the internet',
  'settings.checkInternetOn': 'In a trial only. Nothing else goes out by itself. Asked: {{address}}',
  'settings.checkInternetOff': 'A trial relies on what the system says.',
  'settings.checkAddress': 'Address to ask',
  'settings.checkAddressSystem': 'Empty: the system’s own, {{address}}. Another one has to answer 204, or as NetworkManager’s check does.',
  'settings.checkAddressDefault': 'Empty: {{address}}. Another one has to answer 204, or as NetworkManager’s check does.',
  'settings.checkAddressWrong': 'Write an address that begins with http:// or https://',
} as const;
