import { join } from 'node:path';

/**
 * @typedef {import('../../app/contract/state.ts').HostState} HostState
 * @typedef {import('playwright').Page} Page
 */

/** ms of real time that any one step of the story may take, beside what the host's time needs at this speed. */
const patience = 20_000;

/** @param {string} line */
export function tell(line) {
  process.stdout.write(`${line}\n`);
}

/** The program's window while the story is played: what is waited for, clicked, told and pictured. */
export class Scene {
  /** Host time at the start, ms; set by the first look. */
  #start = 0;

  /**
   * @param {Page} page
   * @param {number} speed of the simulated network
   * @param {string} output folder for the pictures
   */
  constructor(page, speed, output) {
    this.page = page;
    this.speed = speed;
    this.output = output;
    page.setDefaultTimeout(patience);
  }

  /** @returns {Promise<HostState>} as the window asks for it */
  async state() {
    const answer = await this.page.evaluate(() =>
      /** @type {{ handover: { request(name: string, input: string): Promise<string> } }} */ (/** @type {unknown} */ (globalThis)).handover.request('state.get', 'null'));
    return JSON.parse(answer).ok.state;
  }

  /**
   * Says what happened, with its time, and takes a picture in light and in dark.
   *
   * @param {string} what
   * @param {string} [picture]
   */
  async tell(what, picture) {
    const { clock } = await this.state();
    this.#start ||= clock.at;
    const seconds = Math.round((clock.at + (Date.now() - clock.wall) * clock.speed - this.#start) / 1000);
    tell(`  ${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}  ${what}`);
    if (picture === undefined) return;
    // Nothing under the pointer is lit up.
    await this.page.mouse.move(0, 0);
    for (const theme of /** @type {const} */ (['dark', 'light'])) {
      await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await this.page.locator(`html[data-theme="${theme}"]`).waitFor();
      await this.page.screenshot({ path: join(this.output, `${picture}-${theme}.png`) });
    }
  }

  /**
   * @param {(state: HostState) => boolean} holds
   * @param {string} what for the failure
   * @param {number} [hostSeconds] how long it may take in the host's time
   */
  async until(holds, what, hostSeconds = 0) {
    const end = Date.now() + patience + (hostSeconds * 1000) / this.speed;
    while (!holds(await this.state())) {
      if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
      await this.page.waitForTimeout(50);
    }
  }

  /**
   * @param {string} name
   * @param {number} hostSeconds
   */
  async heading(name, hostSeconds) {
    await this.page.getByRole('heading', { name, exact: true }).waitFor({ timeout: patience + (hostSeconds * 1000) / this.speed });
  }

  /** @param {string} name of a button, or of a page in the navigation */
  async click(name) {
    await this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name })).first().click();
  }
}
