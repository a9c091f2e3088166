import { z } from 'zod';
import { requests } from './contract.ts';
import { exportWanted } from './record.ts';

/**
 * What the window asks of the program around it, not of the host: carried out by main, for the window alone. Over the
 * socket there is none of it.
 */
const none = z.null();
const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** What one is asked for when something is wrong. */
export const about = z.object({
  version: z.string(),
  /** Of what it is built on, by its own name: Electron, Chromium, Node.js. */
  runtimes: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Kind and version of the operating system. */
  system: z.string(),
  /** Where settings, record and log lie. */
  dataFolder: z.string(),
});
export type About = z.infer<typeof about>;

/** A package that is part of the program, with the words of its licence. */
export const packageLicence = z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() });
export type PackageLicence = z.infer<typeof packageLicence>;

export const programRequests = {
  'program.about': request(none, about),
  'program.licences': request(none, z.array(packageLicence)),
  /** Opens Electron's own list, with Chromium's parts, in the program that shows such files. */
  'program.openRuntimeLicences': request(none, none),
  /** A problem report without names, addresses and places: made when asked for, sent nowhere. */
  'program.report': request(none, z.object({ text: z.string() })),
  /** Asks the user where to; null: nowhere after all. */
  'program.saveReport': request(z.object({ text: z.string().max(2_000_000) }), z.object({ path: z.string().nullable() })),
  /** Into a file that the user chooses, whosever host it is; null: nowhere after all. */
  'program.saveExport': request(exportWanted, z.object({ path: z.string().nullable() })),
  /** Lets the user choose a file; null: none after all. */
  'program.chooseFile': request(none, z.object({ path: z.string().nullable() })),
  /** Opens the sign-in page that holds an interface, in the user's browser. */
  'program.openPortal': request(z.object({ interface: z.string().min(1).max(256) }), none),
} as const;
export type ProgramRequestName = keyof typeof programRequests;

/** All that the window may ask for. */
export const windowRequests = { ...requests, ...programRequests };
export type WindowRequestName = keyof typeof windowRequests;
export type WindowRequestInput<N extends WindowRequestName> = z.infer<(typeof windowRequests)[N]['input']>;
export type WindowRequestOutput<N extends WindowRequestName> = z.infer<(typeof windowRequests)[N]['output']>;

/** What main carries out, one function a request. */
export type ProgramHandlers = { readonly [N in ProgramRequestName]: (input: WindowRequestInput<N>) => WindowRequestOutput<N> | Promise<WindowRequestOutput<N>> };

/** Pages that the program's menu leads to. */
export const menuPages = ['accessPoints', 'sessions', 'traffic', 'settings', 'help'] as const;
export type MenuPage = (typeof menuPages)[number];
