import type { DriverChange, DriverListener, DriverSnapshot } from '../../core/ports/driver.ts';
import type { ScenarioInterface } from './scenario.ts';
import { viewAccessPoint, viewInterface, viewSystem, type Scene } from './view.ts';
import type { AccessPoint } from './world.ts';

/** Tells the listener what differs from what it was told last, and nothing else. Silent until opened. */
export class Teller {
  readonly #scene: Scene;
  #listener: DriverListener | null = null;
  readonly #told = new Map<AccessPoint | ScenarioInterface, string>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  open(listener: DriverListener): void {
    this.#listener = listener;
  }

  close(): void {
    this.#listener = null;
  }

  tell(change: DriverChange): void {
    this.#listener?.(change);
  }

  tellSystem(): void {
    this.tell({ change: 'system', system: viewSystem(this.#scene.world) });
  }

  /** The world as it is; from now on changes are told against this. */
  snapshot(): DriverSnapshot {
    this.#told.clear();
    const { world } = this.#scene;
    const interfaces = world.interfaces.map((by) => {
      const view = viewInterface(this.#scene, by);
      this.#told.set(by, JSON.stringify(view));
      return view;
    });
    const accessPoints = world.accessPoints.flatMap((accessPoint) => {
      const view = viewAccessPoint(this.#scene, accessPoint);
      if (!view) return [];
      this.#told.set(accessPoint, JSON.stringify(view));
      return [view];
    });
    return { interfaces, accessPoints, system: viewSystem(world) };
  }

  /** @param always tell it although nothing changed: somebody asked to look again */
  lookAtInterface(by: ScenarioInterface, always = false): void {
    if (!this.#listener) return;
    const view = viewInterface(this.#scene, by);
    const text = JSON.stringify(view);
    if (!always && this.#told.get(by) === text) return;
    this.#told.set(by, text);
    this.tell({ change: 'interface', interface: view });
  }

  /** It goes under the id it had; looked at again, it comes under its new one. */
  forget(accessPoint: AccessPoint): void {
    if (this.#told.delete(accessPoint)) this.tell({ change: 'accessPointRemoved', id: accessPoint.id });
  }

  lookAtAccessPoint(accessPoint: AccessPoint): void {
    if (!this.#listener) return;
    const view = viewAccessPoint(this.#scene, accessPoint);
    const before = this.#told.get(accessPoint);
    if (!view) {
      if (before === undefined) return;
      this.#told.delete(accessPoint);
      this.tell({ change: 'accessPointRemoved', id: accessPoint.id });
      return;
    }
    const text = JSON.stringify(view);
    if (before === text) return;
    this.#told.set(accessPoint, text);
    this.tell({ change: 'accessPoint', accessPoint: view });
  }
}
