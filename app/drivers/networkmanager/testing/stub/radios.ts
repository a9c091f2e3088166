import { DeviceState, DeviceType, MANAGER_PATH, Name } from '../../protocol.ts';
import type { StubDevices } from './devices.ts';
import type { ObjectStore } from './object-store.ts';

const kinds = {
  WirelessEnabled: { hardware: 'WirelessHardwareEnabled', type: DeviceType.wifi }, WwanEnabled: { hardware: 'WwanHardwareEnabled', type: DeviceType.modem },
} as const;
export type RadioSwitch = keyof typeof kinds;
export const isRadioSwitch = (property: string): property is RadioSwitch => property in kinds;

/** The switches of the radios: the user's, and the machine's own. */
export class StubRadios {
  constructor(readonly objects: ObjectStore, readonly devices: StubDevices) {}

  set(property: RadioSwitch, on: boolean): void {
    this.objects.set(MANAGER_PATH, Name.manager, { [property]: on });
    this.#follow(property);
  }

  setHardware(property: RadioSwitch, on: boolean): void {
    this.objects.set(MANAGER_PATH, Name.manager, { [kinds[property].hardware]: on });
    this.#follow(property);
  }

  /** Devices without their radio are unavailable; their links are lost. */
  #follow(property: RadioSwitch): void {
    const { objects, devices } = this;
    const { hardware, type } = kinds[property];
    const isOn = objects.flag(MANAGER_PATH, Name.manager, property) && objects.flag(MANAGER_PATH, Name.manager, hardware);
    for (const path of objects.paths(Name.device).filter(device => objects.number(device, Name.device, 'DeviceType') === type)) {
      if (!isOn) devices.onLost(path);
      if (isOn === devices.state(path) <= DeviceState.unavailable) devices.step(path, isOn ? DeviceState.disconnected : DeviceState.unavailable, 0);
    }
  }
}
