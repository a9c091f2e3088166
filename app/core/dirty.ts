/** What changed since views were last told, by id; everything asks to be read anew, nothing is a diff. */
export class Dirty {
  readonly interfaces = new Set<string>();
  readonly configurations = new Set<string>();
  readonly sessions = new Set<string>();
  readonly traffic = new Set<string>();
  offers = false;
  questions = false;
  secretRequests = false;
  system = false;
  trial = false;
  driver = false;
  scans = false;

  get any(): boolean {
    return this.offers || this.questions || this.secretRequests || this.system || this.trial || this.driver || this.scans
      || this.interfaces.size > 0 || this.configurations.size > 0 || this.sessions.size > 0 || this.traffic.size > 0;
  }
}
