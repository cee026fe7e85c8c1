import { FormattedMessage, useIntl } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import styles from "./account.module.css";

/** Recovery codes, shown once: to copy, to store as a file, or to print. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const intl = useIntl();
  const label = intl.formatMessage({ id: "sign_in.codes.title" });
  return (
    <>
      <Banner tone="warning" title={<FormattedMessage id="people.once" />}>
        <p>
          <FormattedMessage id="sign_in.codes.about" />
        </p>
      </Banner>
      <ul className={styles.codes} aria-label={label}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <CopyButton text={codes.join("\n")} label={intl.formatMessage({ id: "sign_in.codes.copy" })}>
          <FormattedMessage id="sign_in.codes.copy" />
        </CopyButton>
        <Button icon="download" onPress={() => download(codes, label)}>
          <FormattedMessage id="sign_in.codes.download" />
        </Button>
        <Button icon="document" onPress={() => window.print()}>
          <FormattedMessage id="sign_in.codes.print" />
        </Button>
      </div>
      <div>
        <Button look="primary" onPress={onDone}>
          <FormattedMessage id="sign_in.codes.done" />
        </Button>
      </div>
    </>
  );
}

function download(codes: readonly string[], title: string): void {
  const url = URL.createObjectURL(new Blob([`${title}\n\n${codes.join("\n")}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(url);
}
