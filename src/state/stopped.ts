/** A picture that was asked for, and that a person stopped before it was there. */
export class Stopped extends Error {
  constructor() {
    super('stopped before it was computed');
    this.name = 'Stopped';
  }
}
