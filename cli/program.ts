import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import about from '../package.json' with { type: 'json' };
import { exportFormats, trafficSpans, type TrafficSpan } from '../app/contract/record.ts';
import { recordKinds } from '../app/contract/record-entry.ts';
import { ignoreScopes, securities } from '../app/contract/values.ts';
import { connectTo, disconnect, forget, scan, type ConnectOptions } from './commands/connect.ts';
import { doctor } from './commands/doctor.ts';
import { eapMethods, innerMethods } from './commands/enterprise.ts';
import { hold, type HoldOptions } from './commands/hold.ts';
import { journal, trafficHistory, type JournalOptions } from './commands/journal.ts';
import { makeNetwork, orderNetworks, removeNetwork } from './commands/networks.ts';
import { runPart } from './commands/processes.ts';
import { accept, ignore, migrate, reject } from './commands/roaming.ts';
import { endSession, openSession, watchSessions } from './commands/sessions.ts';
import { candidates, completionScript, shells } from './completion.ts';
import type { Context } from './context.ts';
import { find } from './find.ts';
import { detailView, listView, networksView, offersView, sessionsView, statusView, trafficView, trialView } from './views.ts';
import { show, type Looks, type View } from './watch.ts';

interface Timed { timeout: number }
/** Seconds that a command waits for the outcome of what it asked. */
const patience = 90;

/** The whole command: what it is called, takes and says; what it does is in commands/. The exit code of a run is given to `ended`. */
export function makeProgram(context: Context, ended: (code: number) => void): Command {
  const { say } = context;
  const program = new Command('handover').description(say('program.about')).version(about.version, '-V, --version', say('help.version'))
    .helpOption('-h, --help', say('help.help')).helpCommand('help [command]', say('help.helpOf'))
    .option('--json', say('program.json')).option('--socket <path>', say('program.socket'))
    .enablePositionalOptions().showHelpAfterError(false).addHelpText('after', `\n${say('help.more')}`)
    .hook('preAction', (_this, action) => {
      const { json, socket } = action.optsWithGlobals<{ json?: boolean; socket?: string }>();
      context.json = json === true;
      context.socket = socket;
    });

  const command = (parent: Command, name: string, text: string): Command => style(parent.command(name).description(text).helpOption('-h, --help', say('help.help')).option('--json', say('program.json')), context);
  const watchable = <T>(parent: Command, name: string, text: string, view: View<T>, looks: Looks = null): Command =>
    command(parent, name, text).option('-w, --watch', say('option.watch')).action(({ watch }: { watch?: boolean }) => show(context, view, { watch: watch === true, looks }));
  const timed = (made: Command): Command => made.addOption(new Option('--timeout <seconds>', say('option.timeout')).default(patience).argParser(seconds(context)));
  const group = (name: string, text: string): Command => style(program.command(name).description(text).helpOption('-h, --help', say('help.help')).helpCommand('help [command]', say('help.helpOf')), context);
  const named = () => new Argument('<name>', say('argument.name'));
  style(program, context);

  watchable(program, 'status', say('status.about'), statusView(context));
  command(program, 'list', say('list.about')).option('-a, --all', say('list.all')).option('-w, --watch', say('option.watch'))
    .action(({ all, watch }: { all?: boolean; watch?: boolean }) => show(context, listView(context, all === true), { watch: watch === true, looks: 'accessPoints' }));
  command(program, 'scan', say('scan.about')).action(async () => { await scan(context); await show(context, { ...listView(context, false), command: 'scan' }); });
  command(program, 'show', say('show.about')).addArgument(named()).option('-w, --watch', say('option.watch'))
    .action((name: string, { watch }: { watch?: boolean }) => show(context, detailView(context, (state) => find(context, state, name)), { watch: watch === true }));
  timed(command(program, 'connect', say('connect.about')).addArgument(named()).option('--password-stdin', say('connect.passwordStdin')).option('--new-password', say('connect.newPassword')).option('--hidden', say('connect.hidden'))
    .addOption(new Option('--security <security>', say('connect.security')).choices(securities).default('wpa2'))
    .addOption(new Option('--eap <method>', say('connect.eap')).choices(eapMethods)).addOption(new Option('--inner <method>', say('connect.inner')).choices(innerMethods))
    .option('--identity <name>', say('connect.identity')).option('--anonymous-identity <name>', say('connect.anonymous'))
    .option('--ca-file <path>', say('connect.caFile')).option('--server-name <name>', say('connect.serverName'))
    .addOption(new Option('--no-server-check', say('connect.noServerCheck')).conflicts(['caFile', 'serverName']))
    .option('--client-certificate <path>', say('connect.clientCertificate')).option('--private-key <path>', say('connect.privateKey')))
    .action((name: string, options: ConnectOptions) => connectTo(context, name, options));
  timed(command(program, 'disconnect', say('disconnect.about')).argument('[name]', say('disconnect.name')).option('-y, --yes', say('option.yes')))
    .action((name: string | undefined, options: Timed & { yes?: boolean }) => disconnect(context, name, options));
  command(program, 'forget', say('forget.about')).addArgument(named()).option('-y, --yes', say('option.yes'))
    .action((name: string, options: { yes?: boolean }) => forget(context, name, options));

  const networks = group('networks', say('networks.about'));
  watchable(networks, 'list', say('networks.list'), networksView(context));
  command(networks, 'make', say('networks.make')).argument('<title>', say('networks.makeName')).argument('<members...>', say('networks.members'))
    .action((name: string, members: string[]) => makeNetwork(context, name, members));
  command(networks, 'order', say('networks.order')).argument('[members...]', say('networks.members')).action((members: string[]) => orderNetworks(context, members));
  timed(command(networks, 'remove', say('networks.remove')).addArgument(named())).action((name: string, { timeout }: Timed) => removeNetwork(context, name, timeout));

  const sessions = group('sessions', say('sessions.about'));
  command(sessions, 'list', say('sessions.list')).option('-w, --watch', say('option.watch'))
    .action(({ watch }: { watch?: boolean }) => show(context, sessionsView(context), { watch: watch === true, looks: 'traffic' }));
  timed(command(sessions, 'open', say('sessions.open')).addArgument(named())).action((name: string, { timeout }: Timed) => openSession(context, name, timeout));
  for (const how of ['close', 'stop'] as const)
    timed(command(sessions, how, say(`sessions.${how}`)).argument('<session>', say('argument.session'))).action((session: string, { timeout }: Timed) => endSession(context, how, session, timeout));
  command(sessions, 'watch', say('sessions.watch')).action(() => watchSessions(context));

  const offer = group('offer', say('offer.about'));
  watchable(offer, 'show', say('offer.show'), offersView(context));
  timed(command(offer, 'migrate', say('offer.migrate')).argument('[session]', say('argument.sessionOptional')).option('--always', say('offer.always')))
    .action((session: string | undefined, options: Timed & { always?: boolean }) => migrate(context, session, options));
  command(offer, 'ignore', say('offer.ignore')).argument('[session]', say('argument.sessionOptional'))
    .addOption(new Option('--for <scope>', say('offer.for')).choices(ignoreScopes).default('thisTime'))
    .action((session: string | undefined, options: { for: (typeof ignoreScopes)[number] }) => ignore(context, session, options.for));

  const trial = group('trial', say('trial.about'));
  watchable(trial, 'show', say('trial.show'), trialView(context));
  timed(command(trial, 'accept', say('trial.accept'))).action(({ timeout }: Timed) => accept(context, timeout));
  timed(command(trial, 'reject', say('trial.reject'))).action(({ timeout }: Timed) => reject(context, timeout));

  timed(command(program, 'hold', say('hold.about')).option('--no-roam', say('hold.noRoam')).option('--config <name>', say('hold.config')).option('--reason <text>', say('hold.reason'))
    .argument('<command...>', say('hold.command')).passThroughOptions())
    .action(async (words: string[], options: HoldOptions) => { ended(await hold(context, words, options)); });

  const since = () => new Option('--since <when>', say('journal.since')).argParser(sinceWhen(context));
  command(program, 'traffic', say('traffic.about')).option('-w, --watch', say('option.watch'))
    .addOption(new Option('--by <span>', say('traffic.by')).choices(trafficSpans).conflicts('watch')).addOption(since())
    .action(({ watch, by, since: from }: { watch?: boolean; by?: TrafficSpan; since?: number }) => (by === undefined ? show(context, trafficView(context), { watch: watch === true, looks: 'traffic' }) : trafficHistory(context, by, from)));
  command(program, 'journal', say('journal.about'))
    .addOption(new Option('-k, --kind <kinds...>', say('journal.kind')).choices(recordKinds)).option('--about <name>', say('journal.on')).option('--client <name>', say('journal.client'))
    .option('--search <text>', say('journal.search')).addOption(since()).addOption(new Option('-n, --count <number>', say('journal.count')).default(50).argParser(countOf(context)))
    .addOption(new Option('--export <format>', say('journal.export')).choices(exportFormats)).option('--redact', say('journal.redact'))
    .action((options: JournalOptions) => journal(context, options));
  for (const [name, part, words, text] of [['replay', 'replay', 'trace', say('replay.trace')], ['host', 'host', 'arguments', say('host.arguments')]] as const)
    style(program.command(name).description(say(`${name}.about`)).helpOption('-h, --help', say('help.help')), context).argument(`[${words}...]`, text).allowUnknownOption().passThroughOptions()
      .action(async (args: string[]) => { ended(await runPart(part, context.json ? [...args, '--json'] : args)); });
  command(program, 'doctor', say('doctor.about')).action(() => doctor(context));
  command(program, 'completion', say('completion.about')).addArgument(new Argument('<shell>', say('completion.how')).choices(shells))
    .action((shell: (typeof shells)[number]) => { context.write(completionScript(shell)); });
  program.command('__complete', { hidden: true }).argument('[words...]').allowUnknownOption().passThroughOptions().helpOption(false)
    .action(async (words: string[]) => { context.write((await candidates(context, program, words)).map((each) => `${each}\n`).join('')); });
  return program;
}

const titles = { 'Usage:': 'help.usage', 'Arguments:': 'help.arguments', 'Options:': 'help.options', 'Global Options:': 'help.globalOptions', 'Commands:': 'help.commands' } as const;

/** Commander's own words in the language of the command. */
function style(command: Command, context: Context): Command {
  const { say } = context;
  return command.configureHelp({ styleTitle: (title) => (title in titles ? say(titles[title as keyof typeof titles]) : title), sortSubcommands: false }).configureOutput({ writeOut: (text) => { context.write(text); }, writeErr: (text) => { context.complain(text); } }).exitOverride();
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** ms since the epoch. */
const sinceWhen = ({ say }: Context) => (value: string): number => {
  const ago = /^(\d{1,6})([mhd])$/.exec(value);
  // A date alone means the day where the person is.
  const at = ago ? Date.now() - Number(ago[1]) * units[ago[2] as keyof typeof units] : Date.parse(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00` : value);
  if (Number.isNaN(at)) throw new InvalidArgumentError(say('error.since', { value }));
  return at;
};

const countOf = ({ say }: Context) => (value: string): number => {
  const number = Number(value);
  if (!(Number.isInteger(number) && number > 0)) throw new InvalidArgumentError(say('error.number', { option: '--count', value }));
  return number;
};

const seconds = ({ say }: Context) => (value: string): number => {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError(say('error.number', { option: '--timeout', value }));
  return number;
};
