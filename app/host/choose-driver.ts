import { RequestError } from '../contract/contract.ts';
import { driverChoices, type DriverChoiceName } from '../contract/values.ts';
import type { DriverView } from '../contract/state.ts';
import type { ServiceNetworkDefinition } from '../core/configuration-registry.ts';
import type { Driver } from '../core/ports/driver.ts';
import type { Control } from '../drivers/simulated/index.ts';
import { helperProgram } from './helper-program.ts';
import { PlayClock } from './play-clock.ts';
import { SystemClock, type HostClock } from './system-clock.ts';

export interface DriverChoice { driver: DriverChoiceName; scenario: string; speed: number; seed: number | undefined }

/** The same walk every time, unless asked otherwise. */
const defaultSeed = 7;

/** What is played on the simulated network, with the hands to walk and to break things in it. */
export interface PlayedScenario extends Omit<NonNullable<DriverView['simulation']>, 'speed'> {
  readonly control: Control;
  readonly clock: PlayClock;
  /** Names of those that make traffic in it. */
  readonly applications: readonly string[];
}

export interface ChosenDriver {
  driver: Driver;
  clock: HostClock;
  simulation: PlayedScenario | null;
  /** Service networks that come with a scenario. */
  serviceNetworks: ServiceNetworkDefinition[];
}

/** Only the driver in use is read: each is a good part of the program, and a start waits for what it reads. */
const read = {
  networkmanager: () => import('../drivers/networkmanager/index.ts'), linux: () => import('../drivers/linux/index.ts'),
  wifi: () => import('../drivers/wifi/index.ts'), simulated: () => import('../drivers/simulated/index.ts'),
};

const realDrivers = {
  networkmanager: async (clock: SystemClock) => (await read.networkmanager()).createNetworkManagerDriver({ clock }),
  linux: async (clock: SystemClock) => (await read.linux()).createLinuxDriver({ clock }),
  wifi: async (clock: SystemClock) => (await read.wifi()).createWifiDriver({ clock, ...helperProgram() }),
};

/** What a person can choose on this system. */
export const choicesHere: readonly DriverChoiceName[] = driverChoices.filter((each) => process.platform === 'linux' || !['networkmanager', 'linux'].includes(each));

async function automatic(): Promise<Exclude<DriverChoiceName, 'auto'>> {
  if (process.platform === 'win32' || process.platform === 'darwin') return 'wifi';
  return process.platform === 'linux' && await (await read.networkmanager()).networkManagerAnswers() ? 'networkmanager' : 'simulated';
}

/** Design 4: NetworkManager where it answers, Windows' and macOS' own Wi-Fi, else the simulated network; or what was asked for. */
export async function chooseDriver(choice: DriverChoice): Promise<ChosenDriver> {
  const chosen = choice.driver === 'auto' ? await automatic() : choice.driver;
  if (!choicesHere.includes(chosen)) throw new RequestError('notSupported', `The driver "${chosen}" is not for this system. It can be ${choicesHere.join(', ')}.`);
  if (chosen !== 'simulated') {
    const clock = new SystemClock();
    return { driver: await realDrivers[chosen](clock), clock, simulation: null, serviceNetworks: [] };
  }
  if (!(choice.speed >= 0.1 && choice.speed <= 100)) throw new RequestError('invalidInput', `The speed ${choice.speed} is out of range. Give a number from 0.1 to 100.`);
  const { createSimulatedDriver, loadScenario } = await read.simulated();
  const scenario = await loadScenario(choice.scenario);
  const clock = new PlayClock(choice.speed);
  const seed = choice.seed ?? defaultSeed;
  const driver = createSimulatedDriver({ scenario, clock, seed });
  return {
    driver, clock, serviceNetworks: driver.serviceNetworks.map(({ name, members }) => ({ id: `network:${scenario.id}:${name}`, name, members: [...members] })),
    simulation: { scenario: choice.scenario, title: scenario.title, seed, control: driver.control, clock, applications: scenario.applications.map(({ name }) => name) },
  };
}
