/** Where it is written down what the page is made of (scripts/licences.ts); a single file has it within. */
export const licencesAddress = (): string => 'licences.txt';
