// Takes pictures of the window on fixture states: `node renderer/preview/shoot.mjs <folder> [part of a name]`. Needs Chromium; CHROMIUM names it.
import { chromium } from 'playwright';
import { createServer } from 'vite';
import react from '@vitejs/plugin-react';
import { AxeBuilder } from '@axe-core/playwright';

const [folder = 'shots', only = ''] = process.argv.slice(2);
const server = await createServer({ root: new URL('..', import.meta.url).pathname, configFile: false, plugins: [react()], server: { port: 5198, host: '127.0.0.1' }, logLevel: 'error' });
await server.listen();

/** @type {Record<string, string>} */
const cases = {
  points: 'state=quiet', offer: 'state=offer', 'offer-breaks': 'state=offerBreaks', 'offer-lost': 'state=offerLost', activating: 'state=trialActivating', trial: 'state=trial', passed: 'state=trialPassed', failed: 'state=trialFailed', returning: 'state=trialReturning',
  disconnected: 'state=notConnected&point=office', gone: 'state=managerGone', nothing: 'state=nothing', hostile: 'state=hostile&point=wlan:escape', sessions: 'state=quiet&page=sessions&session=rsync',
  'sessions-gone': 'state=managerGone&page=sessions&session=rsync', many: 'state=manySessions&page=sessions', traffic: 'state=capped&page=traffic', activity: 'state=quiet&page=activity', settings: 'state=quiet&page=settings', unfolded: 'state=quiet&unfolded=wlan:eduroam&point=wlan:eduroam', evil: 'state=hostile&page=sessions&session=evil',
  simulator: 'state=simulator&page=simulator', 'simulator-walking': 'state=simulatorWalking&page=simulator', 'simulator-venue': 'state=simulator&page=simulator&plan=venue', 'simulator-floors': 'state=simulatorUpstairs&page=simulator&plan=floors',
  help: 'state=quiet&page=help', welcome: 'state=quiet&pane={"form":"welcome"}', 'wifi-off': 'state=wifiOff',
  connect: 'state=quiet&pane={"form":"connect","accessPoint":"wlan:coffee"}', 'connect-open': 'state=quiet&pane={"form":"connect","accessPoint":"wlan:meeting"}', 'connect-eap': 'state=quiet&pane={"form":"connect","accessPoint":"wlan:eduroam"}',
  'connect-wrong': 'state=notConnected&pane={"form":"connect","accessPoint":"office"}', 'connect-hidden': 'state=quiet&pane={"form":"hidden"}', profile: 'state=quiet&pane={"form":"profile","accessPoint":"office5"}', share: 'state=quiet&pane={"form":"share","accessPoint":"office5"}', nickname: 'state=hostile&pane={"form":"nickname","accessPoint":"wlan:escape"}',
  code: 'state=quiet&pane={"form":"code"}', network: 'state=quiet&pane={"form":"network","network":"net-office"}', 'network-new': 'state=quiet&pane={"form":"network","network":null}', hotspot: 'state=quiet&pane={"form":"hotspot"}', 'secret-wanted': 'state=secretWanted', secret: 'state=secretWanted&pane={"form":"secret","request":"secret-1"}',
  chooser: 'state=chooser', 'chooser-failed': 'state=chooserFailed', 'chooser-hostile': 'state=chooserHostile', 'chooser-none': 'state=chooserNone', 'sessions-choice': 'state=userChoices&page=sessions&session=dismissed', 'sessions-waiting': 'state=userChoices&page=sessions&session=backup',
};
/** What is clicked before the picture. @type {Record<string, string>} */
const clicks = { 'offer-menu': '.split .button:last-child', 'stop-confirm': '.strip .button:last-child', 'open-session': '.page-head .button', 'pause-menu': '.rail-roaming .link', 'language-choice': '.choose-button', 'more-menu': '.details .actions > .button-plain', radios: '.page-head .button-plain', 'radios-none': '.page-head .button-plain', 'add-menu': '.page-head .button-neutral', 'activity-why': '.timeline-links .link', 'activity-what-if': '.what-if .link', 'activity-export': '.record-filters .button-plain', 'traffic-table': '.chart-table summary', 'traffic-cap': '.traffic-shares .button-plain' };
Object.assign(cases, { 'offer-menu': cases.offer, 'stop-confirm': cases.sessions, 'open-session': cases.sessions, 'pause-menu': cases.points, 'language-choice': cases.settings, 'more-menu': cases.points, radios: cases.points, 'radios-none': 'state=noRadios', 'add-menu': cases.points, 'activity-why': cases.activity, 'activity-what-if': cases.activity, 'activity-export': cases.activity, 'traffic-table': cases.traffic, 'traffic-cap': cases.traffic });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await (await browser.newContext({ deviceScaleFactor: 1 })).newPage();
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(page.url(), message.text()); });
page.on('pageerror', (error) => console.log(page.url(), error.message));
/** @type {[number, number, string, string][]} */
const all = [1400, 900].flatMap((width) => ['light', 'dark'].flatMap((theme) => ['en', 'zh'].map((language) => /** @type {[number, number, string, string]} */ ([width, width === 900 ? 640 : 860, theme, language]))));
// ALL=1 takes all eight; otherwise four that show each of width, theme and language twice.
const looks = process.env.ALL ? all : all.filter(([width, , theme, language]) => (width === 1400) === ((theme === 'light') === (language === 'en')));
let findings = 0;
for (const [name, query] of Object.entries(cases)) {
  if (!name.includes(only)) continue;
  for (const [width, height, theme, language] of looks) {
    await page.setViewportSize({ width, height });
    await page.goto(`${server.resolvedUrls?.local[0]}preview/index.html?${query}&theme=${theme}&language=${language}`);
    await page.locator('main').waitFor();
    if (clicks[name]) { await page.locator(clicks[name]).first().click(); await page.mouse.move(5, 5); }
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${folder}/${name}-${width}-${theme}-${language}.png` });
    const { violations } = await new AxeBuilder({ page }).analyze();
    findings += violations.length;
    for (const { id, impact, help, nodes } of violations) {
      console.log(`axe ${name} ${width} ${theme} ${language}: ${id} (${impact}) ${help}`);
      for (const { html, failureSummary } of nodes.slice(0, 3)) console.log(`   ${html.slice(0, 160)} ${(failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 240)}`);
    }
  }
}
console.log(`${findings} findings of axe`);
await browser.close();
await server.close();
