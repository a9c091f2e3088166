import type { DriverFailure } from '../../contract/reason.ts';

/**
 * Why a device left its state: NMDeviceStateReason, every code, in words with what to do. The active connection's own
 * reason is the same for all failures; only the device's tells.
 */
interface DeviceReason { code: DriverFailure['code']; words: string }

const of = (code: DriverFailure['code'], words: string): DeviceReason => ({ code, words });

const deviceReasons: Readonly<Record<number, DeviceReason>> = {
  0: of('failed', 'NetworkManager gave no reason. Try again; its log may tell more.'),
  1: of('failed', 'NetworkManager does not know why. Try again; its log may tell more.'),
  2: of('failed', 'NetworkManager has just begun to manage the device. Try again.'),
  3: of('failed', 'The device was taken away or is no longer managed by NetworkManager. Plug it in again, or let NetworkManager manage it.'),
  4: of('failed', 'The device could not be set up. Check the settings of the connection against what the device can do.'),
  5: of('noAddress', 'No address was given: no DHCP server answered. Check the cable or the router, or set an address by hand.'),
  6: of('noAddress', 'The address ran out and was not renewed. Check that the router answers, then connect again.'),
  7: of('secretNeeded', 'A password is needed and nobody gave one. Connect again and enter it.'),
  8: of('failed', 'The access point ended the association. The password may be wrong, or the access point refuses this device.'),
  9: of('failed', 'The Wi-Fi service could not use these security settings. Check the kind of security of the connection.'),
  10: of('failed', 'The Wi-Fi service failed. Switch Wi-Fi off and on; if that does not help, restart wpa_supplicant.'),
  11: of('timedOut', 'Signing in to the network took too long. Go nearer to the access point, check the password, and try again.'),
  12: of('failed', 'PPP could not be started. Check that it is installed.'),
  13: of('failed', 'The provider ended the PPP connection. Connect again.'),
  14: of('failed', 'PPP failed. Check user name and password with the provider.'),
  15: of('failed', 'DHCP could not be started. Check that NetworkManager has a DHCP client.'),
  16: of('noAddress', 'DHCP failed. Check the router, or set an address by hand.'),
  17: of('noAddress', 'DHCP gave no address. Check the router, or set an address by hand.'),
  18: of('failed', 'Sharing could not be started. Check that dnsmasq is installed.'),
  19: of('failed', 'Sharing failed. Check that no other program uses the same address or port.'),
  20: of('failed', 'The search for a link-local address could not be started.'),
  21: of('noAddress', 'The search for a link-local address failed.'),
  22: of('noAddress', 'No link-local address could be had.'),
  23: of('failed', 'The modem is busy. End the other call, then try again.'),
  24: of('failed', 'The modem hears no dial tone. Check its line.'),
  25: of('failed', 'The modem got no carrier. Check line and signal.'),
  26: of('timedOut', 'Dialling took too long. Try again.'),
  27: of('failed', 'Dialling failed. Check number and access point name (APN).'),
  28: of('failed', 'The modem could not be started. Take it out and put it in again.'),
  29: of('failed', 'The access point name (APN) was refused. Check it with the provider.'),
  30: of('failed', 'The modem does not look for networks. Switch mobile broadband off and on.'),
  31: of('notAllowed', 'The mobile network refused this SIM. Ask the provider, or allow roaming.'),
  32: of('timedOut', 'No mobile network answered in time. Look for better reception.'),
  33: of('failed', 'The modem could not register with a mobile network. Look for better reception.'),
  34: of('secretNeeded', 'The PIN could not be checked. Enter the PIN of the SIM.'),
  35: of('failed', 'The device lacks its firmware. Install the firmware package for it.'),
  36: of('notFound', 'The device was removed. Plug it in again.'),
  37: of('cancelled', 'The computer goes to sleep.'),
  38: of('notFound', 'The stored connection was removed.'),
  39: of('cancelled', 'Somebody disconnected it.'),
  40: of('failed', 'The cable was pulled, or the other end is off. Check the cable.'),
  41: of('failed', 'NetworkManager took over a connection that was there already.'),
  42: of('failed', 'The Wi-Fi service has just come back. Try again.'),
  43: of('notFound', 'The modem was not found. Plug it in again.'),
  44: of('failed', 'The Bluetooth connection failed or timed out. Check that the other device is near and allows it.'),
  45: of('notFound', 'There is no SIM in the modem. Put one in.'),
  46: of('secretNeeded', 'The SIM asks for its PIN.'),
  47: of('secretNeeded', 'The SIM is locked and asks for its PUK. The provider has it.'),
  48: of('notAllowed', 'This is the wrong SIM for the modem or the connection.'),
  49: of('failed', 'The InfiniBand device does not support the mode of the connection.'),
  50: of('failed', 'Another connection that this one needs failed. Connect that one first.'),
  51: of('failed', 'The ADSL bridge (RFC 2684) failed. Check the line.'),
  52: of('failed', 'ModemManager is not running. Start it to use mobile broadband.'),
  53: of('notFound', 'The Wi-Fi network was not found, or it did not let this device in: a WPA3 or enterprise network says the same of a wrong password. Go nearer, check the password, and try again.'),
  54: of('failed', 'A VPN that belongs to this connection failed. Check the VPN, or take it out of the connection.'),
  55: of('failed', 'DCB or FCoE could not be set up.'),
  56: of('failed', 'The team of devices could not be controlled. Check that teamd runs.'),
  57: of('failed', 'The modem failed or is no longer there. Plug it in again.'),
  58: of('failed', 'The modem has just become ready. Try again.'),
  59: of('wrongSecret', 'The PIN of the SIM is wrong. Enter the right one; three wrong ones lock the SIM.'),
  60: of('cancelled', 'Another connection took the device over.'),
  61: of('failed', 'The device beneath this one changed. Try again.'),
  62: of('failed', 'The device beneath this one is no longer managed the same way. Try again.'),
  63: of('failed', 'Open vSwitch failed. Check that its service runs.'),
  64: of('noAddress', 'Another machine in the network has this address already. Set another, or ask who has it.'),
  65: of('failed', 'The device does not support this way of getting an address. Choose another in the settings of the connection.'),
  66: of('failed', 'SR-IOV could not be set up on the device.'),
  67: of('notFound', 'The other Wi-Fi device (Wi-Fi Direct) was not found. Bring it nearer and make it visible.'),
  68: of('failed', 'The program that handles this kind of device failed.'),
  69: of('failed', 'NetworkManager leaves this device alone by default. Let it manage the device first.'),
  70: of('failed', 'Another program set the device up and took it down; NetworkManager leaves it alone.'),
  71: of('failed', 'The device is not ready yet. Try again in a moment.'),
  72: of('failed', 'NetworkManager is shutting down.'),
  73: of('cancelled', 'The computer goes to sleep, or networking is switched off.'),
  74: of('failed', 'A configuration file tells NetworkManager to leave this device alone.'),
  75: of('failed', 'Somebody told NetworkManager to leave this device alone.'),
  76: of('failed', 'The settings of NetworkManager say to leave this device alone.'),
  77: of('failed', 'A rule of the system (udev) says to leave this device alone.'),
  78: of('cancelled', 'Networking was switched off.'),
};

/** Stages of an activation (NMDeviceState), as one would say them. */
const stages: Readonly<Record<number, string>> = {
  40: 'preparing the device', 50: 'connecting', 60: 'waiting for a password', 70: 'getting an address', 80: 'checking the address', 90: 'starting what belongs to it',
  110: 'disconnecting',
};

export const stageOf = (deviceState: number): string | null => stages[deviceState] ?? null;

/** NMDeviceStateReason: SUPPLICANT_DISCONNECT and NO_SECRETS. */
const SUPPLICANT_DISCONNECT = 8;
const NO_SECRETS = 7;

/**
 * The failure that a device's steps amount to. A wrong WPA2 password is not called that: the supplicant is thrown out
 * (8), NetworkManager asks for another password, and where nobody answers it reports that there is none (7).
 * @param reasons reason numbers of the steps since the activation began, oldest first; the last one ended it
 * @param stage the last stage reached (NMDeviceState)
 */
export function failureOfSteps(reasons: readonly number[], stage: number): DriverFailure {
  const last = reasons.at(-1) ?? 1;
  const reached = stageOf(stage);
  const told = deviceReasons[last] ?? of('failed', `NetworkManager gives reason ${last}, which Handover does not know.`);
  const wrongPassword = last === NO_SECRETS && reasons.includes(SUPPLICANT_DISCONNECT);
  const { code, words } = wrongPassword ? of('wrongSecret', 'The password is wrong: the access point did not take it. Enter it again.') : told;
  return reached === null ? { code, detail: words } : { code, detail: words, stage: reached };
}

/** For tests and for the list in the documents: the codes that have words. */
export const knownReasons = (): number[] => Object.keys(deviceReasons).map(Number);
