import { Variant } from '../../bus.ts';
import { LOGIN, Name } from '../../protocol.ts';
import { BusService, ServiceError } from './bus-service.ts';

/** A login service that says when the machine sleeps. */
export class StubLogin {
  #service: BusService | null = null;

  /** @param isPreparing the machine is about to sleep when it comes onto the bus */
  constructor(public isPreparing = false) {}

  async join(busAddress: string): Promise<void> {
    this.#service = await BusService.own(busAddress, LOGIN.service, call => {
      if (call.member !== 'Get' || call.interface !== Name.properties) throw new ServiceError('org.freedesktop.DBus.Error.UnknownMethod', `No such method ${call.member}`);
      return { signature: 'v', body: [new Variant('b', this.isPreparing)] };
    });
  }

  async leave(): Promise<void> {
    await this.#service?.close();
    this.#service = null;
  }

  prepareForSleep(sleeping: boolean): void {
    this.isPreparing = sleeping;
    this.#service?.signal(LOGIN.path, LOGIN.manager, 'PrepareForSleep', 'b', [sleeping]);
  }
}
