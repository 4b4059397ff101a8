/** Rows of `migrations/0008-picture-look.ts`. */
export interface LookTables {
  pictureLook: {
    personId: string;
    snapshot: string;
    lookedAt: Date;
    figures: unknown;
  };
}
