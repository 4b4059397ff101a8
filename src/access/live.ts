/** Whether something dated holds on a day. Both ends are in it: a membership to 31 March holds on 31 March. */
export interface Dated {
  readonly fromOn: string;
  readonly toOn: string | null;
}

/** `day` is `YYYY-MM-DD`, so dates compare as text. */
export const isLive = ({ fromOn, toOn }: Dated, day: string): boolean => fromOn <= day && (toOn === null || toOn >= day);
