/** Version of the tables below this package; 1 had none of its own (before `version_tables`). */
export const TABLES_VERSION = 2;
