/** The longest address that is taken. */
const MOST_CHARACTERS = 2000;

/** The setting of where people reach support. */
export const SUPPORT_SETTINGS = [
  {
    name: "SLUICE_SUPPORT_URL",
    usual: null,
    isRight: isSupportUrl,
    allowed: "a URL that begins with https:// or mailto:, such as mailto:support@example.org",
  },
] as const;

/** Whether a page can link to an address: a web page over https, or the address that an e-mail is sent to. */
function isSupportUrl(value: string): boolean {
  if (value.length > MOST_CHARACTERS || /[\s\p{Cc}]/u.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, pathname } = new URL(value);
  if (protocol === "https:") return /^https:\/\//i.test(value) && hostname !== "";
  return protocol === "mailto:" && /^[^@]+@[^@]+$/.test(pathname);
}
