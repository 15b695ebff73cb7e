/* The CRM's record of a deal: a field like any other, so it goes along in files, and comes back with them. */

export const RECORD = "crm-record";
