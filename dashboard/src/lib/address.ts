// Addresses that other people wrote.

/** An address that leads to the web and nowhere else. */
export const safe = (address: string): string | undefined => (/^(https?:\/\/|\/)/i.test(address) ? address : undefined);
