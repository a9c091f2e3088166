import { Variant } from '../../bus.ts';
import { MODEMS, Name } from '../../protocol.ts';
import { BusService, ServiceError } from './bus-service.ts';

/** ModemManager, as far as it tells what modems go over (MMModemAccessTechnology). */
export class StubModemManager {
  readonly #modems = new Map<string, number>();
  #service: BusService | null = null;

  static path(number: number): string { return `${MODEMS.path}/Modem/${number}`; }

  async join(busAddress: string): Promise<void> {
    this.#service = await BusService.own(busAddress, MODEMS.service, call => {
      if (call.member !== 'GetManagedObjects') throw new ServiceError('org.freedesktop.DBus.Error.UnknownMethod', `No such method ${call.member}`);
      return { signature: 'a{oa{sa{sv}}}', body: [Object.fromEntries([...this.#modems].map(([path, technologies]) => [path, { [MODEMS.modem]: { AccessTechnologies: new Variant('u', technologies) } }]))] };
    });
  }

  async leave(): Promise<void> {
    await this.#service?.close();
    this.#service = null;
  }

  set(number: number, technologies: number): void {
    const path = StubModemManager.path(number);
    const isNew = !this.#modems.has(path);
    this.#modems.set(path, technologies);
    const value = { AccessTechnologies: new Variant('u', technologies) };
    if (isNew) this.#service?.signal(MODEMS.path, Name.objects, 'InterfacesAdded', 'oa{sa{sv}}', [path, { [MODEMS.modem]: value }]);
    else this.#service?.signal(path, Name.properties, 'PropertiesChanged', 'sa{sv}as', [MODEMS.modem, value, []]);
  }

  remove(number: number): void {
    const path = StubModemManager.path(number);
    this.#modems.delete(path);
    this.#service?.signal(MODEMS.path, Name.objects, 'InterfacesRemoved', 'oas', [path, [MODEMS.modem]]);
  }
}
