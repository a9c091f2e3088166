import type { Profile as ProfileView } from '../../../contract/management.ts';
import type { Outcome } from '../../../core/ports/driver.ts';
import type { DriverStore } from '../../../core/ports/management.ts';
import { targetOf } from '../access-points.ts';
import { fail, outcome } from '../failures.ts';
import type { Profile } from '../profile.ts';
import { Name, SETTINGS_PATH } from '../protocol.ts';
import type { ToldWorld } from '../told-world.ts';
import { connect } from './connect.ts';
import { changed } from './profile-change.ts';
import { profileView } from './profile-view.ts';
import { shareText } from './share-text.ts';
import { merged, placeOf, secretsOf, settingsOf, store } from './stored-settings.ts';

const SETTLE_LIMIT = 15_000;

/** What the store needs of the driver. */
export interface StoreHome {
  /** The world as it is now; throws where NetworkManager is away. */
  world: () => ToldWorld;
  /** Runs a command whose outcome tells how an activation of this access point ends. */
  asOwn: <T>(accessPoint: string, run: () => Promise<T>) => Promise<T>;
}

/** NetworkManager's connection profiles as stored access points. */
export class ProfileStore implements DriverStore {
  constructor(private readonly home: StoreHome) {}

  connect(wanted: Parameters<DriverStore['connect']>[0], { signal }: { signal: AbortSignal }): Promise<Outcome<{ accessPoint: string }>> {
    const { target } = wanted;
    const id = target.target === 'accessPoint' ? target.accessPoint : `wlan:${target.ssid}:${target.security}`;
    return outcome(() => this.home.asOwn(id, async () => ({ accessPoint: await connect(this.home.world(), wanted, signal) })));
  }

  profile(accessPoint: string): Promise<Outcome<ProfileView>> {
    return outcome(async () => {
      const { life, profile } = this.#stored(accessPoint);
      return profileView(await settingsOf(life, profile.path));
    });
  }

  /** Takes effect with the next activation, as NetworkManager has it; what it keeps secret stays. */
  change(accessPoint: string, change: Partial<ProfileView>): Promise<Outcome> {
    return outcome(async () => {
      const { life, profile } = this.#stored(accessPoint);
      await store(life, profile.path, changed(await settingsOf(life, profile.path), change), placeOf(life, profile.path));
      return undefined;
    });
  }

  forget(accessPoint: string): Promise<Outcome<{ restore: () => Promise<Outcome> }>> {
    return outcome(async () => {
      const { life, profile } = this.#stored(accessPoint);
      const settings = await settingsOf(life, profile.path);
      const whole = merged(settings, await secretsOf(life, profile.path, settings));
      const place = placeOf(life, profile.path);
      await life.call(profile.path, Name.profile, 'Delete');
      await life.until(() => (life.profiles.has(profile.path) ? undefined : true), { limit: SETTLE_LIMIT, what: 'to forget it' });
      return { restore: () => outcome(async () => {
        const { life: now } = this.home.world();
        await now.call(SETTINGS_PATH, Name.settings, 'AddConnection2', 'a{sa{sv}}ua{sv}', [whole, place, {}]);
        await now.until(() => (now.profileByUuid(accessPoint) ? true : undefined), { limit: SETTLE_LIMIT, what: 'to bring it back' });
        return undefined;
      }) };
    });
  }

  share(accessPoint: string): Promise<Outcome<string>> {
    return outcome(async () => {
      const { life, profile } = this.#stored(accessPoint);
      const settings = await settingsOf(life, profile.path);
      return shareText(profile, merged(settings, await secretsOf(life, profile.path, settings)));
    });
  }

  #stored(accessPoint: string): { life: ToldWorld['life']; profile: Profile } {
    const world = this.home.world();
    const target = targetOf(world.around, accessPoint);
    if (target?.kind !== 'stored') throw fail('notFound', target ? 'Nothing is stored of this access point.' : 'This access point is no longer there.');
    return { life: world.life, profile: target.profile };
  }
}
