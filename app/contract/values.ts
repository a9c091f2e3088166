/**
 * The enumerators of the session system, under the reference's names and numbers
 * (QNetworkSession, QNetworkConfiguration, QNetworkConfigurationManager; behaviour ENUM-01 to ENUM-07).
 * In code and on the wire they are words; the numbers are there for whoever knows the reference.
 */

/** State of a session (ENUM-01). */
export const sessionStates = {
  invalid: 0, notAvailable: 1, connecting: 2, connected: 3, closing: 4, disconnected: 5, roaming: 6,
} as const;
export type SessionState = keyof typeof sessionStates;

/** Error of a session (ENUM-02). There is no "no error": a fresh session reports `unknownSessionError`. */
export const sessionErrors = {
  unknownSessionError: 0, sessionAbortedError: 1, roamingError: 2, operationNotSupportedError: 3, invalidConfigurationError: 4,
} as const;
export type SessionError = keyof typeof sessionErrors;

/** State flags of a configuration; active contains discovered contains defined (ENUM-03). */
export const StateFlag = { undefined: 0x1, defined: 0x2, discovered: 0x6, active: 0xe } as const;
export type StateFlags = (typeof StateFlag)[keyof typeof StateFlag];

/** Type of a configuration (ENUM-04). */
export const configurationTypes = { internetAccessPoint: 0, serviceNetwork: 1, userChoice: 2, invalid: 3 } as const;
export type ConfigurationType = keyof typeof configurationTypes;

/** Id of the configuration that asks when it is opened: every client has it, and no list does (CFG-12). */
export const userChoice = 'userChoice';

/** Purpose of a configuration (ENUM-04). */
export const purposes = { unknown: 0, public: 1, private: 2, serviceSpecific: 3 } as const;
export type Purpose = keyof typeof purposes;

/** Bearer of an access point, with the number and the untranslated name (ENUM-05, CFG-06). */
export const bearers = {
  unknown: { number: 0, name: 'Unknown', family: 'unknown' },
  ethernet: { number: 1, name: 'Ethernet', family: 'ethernet' },
  wlan: { number: 2, name: 'WLAN', family: 'wlan' },
  '2g': { number: 3, name: '2G', family: '2g' },
  cdma2000: { number: 4, name: 'CDMA2000', family: '3g' },
  wcdma: { number: 5, name: 'WCDMA', family: '3g' },
  hspa: { number: 6, name: 'HSPA', family: '3g' },
  bluetooth: { number: 7, name: 'Bluetooth', family: 'bluetooth' },
  wimax: { number: 8, name: 'WiMAX', family: '4g' },
  evdo: { number: 9, name: 'EVDO', family: '3g' },
  lte: { number: 10, name: 'LTE', family: '4g' },
  '3g': { number: 11, name: '3G', family: '3g' },
  '4g': { number: 12, name: '4G', family: '4g' },
} as const;
export type Bearer = keyof typeof bearers;

/** Capability bits of a manager (ENUM-06). */
export const Capability = {
  canStartAndStopInterfaces: 1, directConnectionRouting: 2, systemSessionSupport: 4, applicationLevelRoaming: 8,
  forcedRoaming: 16, dataStatistics: 32, networkSessionRequired: 64,
} as const;

/** Usage policy flags of a session (ENUM-07). */
export const UsagePolicy = { noPolicy: 0, noBackgroundTrafficPolicy: 1 } as const;

/** What drives the network; auto: NetworkManager where it answers, the system's Wi-Fi on Windows and macOS, else the simulated network (design 4). */
export const driverNames = ['simulated', 'networkmanager', 'wifi', 'linux'] as const;
export const driverChoices = ['auto', 'networkmanager', 'wifi', 'linux', 'simulated'] as const;
export type DriverChoiceName = (typeof driverChoices)[number];

/** What reaches beyond an interface, from least to most. */
export const connectivities = ['unknown', 'none', 'portal', 'limited', 'full'] as const;
export type Connectivity = (typeof connectivities)[number];

/** Security of a wireless access point, from weakest to strongest; the order is what "no weaker" means. */
export const securities = ['open', 'wep', 'owe', 'wpa1', 'wpa2', 'wpa2wpa3', 'wpa3', 'enterprise', 'enterprise192'] as const;
export type Security = (typeof securities)[number];

export const interfaceKinds = ['wired', 'wifi', 'mobile', 'bluetooth', 'vpn', 'other'] as const;
export type InterfaceKind = (typeof interfaceKinds)[number];

/** How long an ignore holds (design 5, step 1). */
export const ignoreScopes = ['thisTime', 'hour', 'thisNetwork', 'thisAccessPoint'] as const;
export type IgnoreScope = (typeof ignoreScopes)[number];

/** How a session takes offers: its client answers, the desktop's user is asked, it follows the desktop's answer, moves by itself, or stays. */
export const roamingModes = ['answersItself', 'asksUser', 'followsUser', 'byItself', 'stays'] as const;
export type RoamingMode = (typeof roamingModes)[number];

/** Bands of wireless networks, GHz. */
export const bands = ['2.4', '5', '6'] as const;
export type Band = (typeof bands)[number];

/** What the simulated network can make go wrong with every activation of an access point. */
export const simulationFaults = ['association', 'authentication', 'address', 'portal'] as const;
export type SimulationFault = (typeof simulationFaults)[number];
