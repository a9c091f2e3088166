import { z } from 'zod';
import { sessionEvent } from '../app/contract/contract.ts';
import { journalRecord, trafficRow } from '../app/contract/record.ts';
import { configurationView, driverView, hostState, interfaceView, offerView, sessionView, trafficView, trialView } from '../app/contract/state.ts';

/** What `--json` prints, by command: one object a line, {"version":1,"command":…,"result":…}. The views are the contract's. */
const id = z.string();
const configuration = z.object({ configuration: id });
export const results = {
  'status': z.object({
    current: configurationView.nullable(), interface: interfaceView.nullable(), isOnline: z.boolean(), driver: driverView, openSessions: z.number(),
    roamingPaused: hostState.shape.roamingPaused, offers: z.array(offerView), trial: trialView.nullable(),
  }),
  'list': z.array(configurationView),
  'scan': z.array(configurationView),
  'show': z.object({ configuration: configurationView, interface: interfaceView.nullable() }),
  'connect': z.object({ configuration: id, trial: trialView.optional() }),
  'disconnect': configuration,
  'forget': configuration,
  'networks list': z.array(configurationView),
  'networks make': configuration,
  'networks order': z.object({ members: z.array(id) }),
  'networks remove': configuration,
  'sessions list': z.array(sessionView),
  'sessions open': z.object({ session: id, configuration: id }),
  'sessions close': z.object({ session: id }),
  'sessions stop': z.object({ session: id }),
  'sessions watch': z.object({ session: id, event: sessionEvent, view: sessionView }),
  'offer show': z.array(offerView),
  'offer migrate': z.object({ trial: trialView }),
  'offer ignore': z.object({ session: id, candidate: id }),
  'trial show': trialView.nullable(),
  'trial accept': z.object({ session: id, configuration: id }),
  'trial reject': z.object({ session: id, configuration: id }),
  'traffic': z.array(trafficView.extend({ name: z.string() })),
  'traffic history': z.array(trafficRow.extend({ name: z.string().nullable() })),
  'journal': z.array(journalRecord),
  'doctor': z.array(z.object({ mark: z.enum(['well', 'note', 'wrong']), text: z.string() })),
} as const;
export type ResultName = keyof typeof results;

const outputOf = (command: ResultName) => z.object({ version: z.literal(1), command: z.literal(command), result: results[command] });
export const commandOutput = z.union((Object.keys(results) as ResultName[]).map(outputOf) as [ReturnType<typeof outputOf>, ReturnType<typeof outputOf>]);

/** docs/cli.schema.json */
export const jsonSchema = (): string => `${JSON.stringify({ title: 'What `handover --json` prints', ...z.toJSONSchema(commandOutput, { reused: 'ref' }) }, null, 1)}\n`;
