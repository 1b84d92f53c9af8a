/** A reservation the account owns or was given a share of; instants are epoch seconds. */
export interface Holding {
  readonly reservationId: string;
  readonly blockId: string | undefined;
  readonly ultraserverType: string | undefined;
  /** What the block was bought as; the instance type of an ordinary reservation. */
  readonly item: string;
  readonly ownerId: string;
  readonly instanceType: string;
  readonly zoneId: string;
  readonly zoneName: string;
  readonly zoneType: string;
  readonly total: number;
  readonly used: number;
  readonly state: string;
  readonly criteria: 'open' | 'targeted';
  readonly createSeconds: number;
  readonly startSeconds: number;
  readonly endSeconds: number | undefined;
  readonly name: string | undefined;
}
