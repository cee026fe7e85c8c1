import { useState } from "react";
import { useIntl } from "react-intl";
import { LANGUAGES, LOCALES } from "../../tenancy/locale.ts";
import { APPEARANCES, type Appearance, chooseAppearance, chosenAppearance } from "../frame/appearance.ts";
import { useLanguage } from "../language/language-provider.tsx";
import { serverLocale } from "../language/locale.ts";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./sign-in.module.css";

/** The choice of language and appearance before anybody has signed in; this browser keeps it. */
export function Preferences() {
  const intl = useIntl();
  const { locale, choose } = useLanguage();
  const [appearance, setAppearance] = useState(chosenAppearance);
  const change = (next: Appearance) => {
    chooseAppearance(next);
    setAppearance(next);
  };
  return (
    <div className={styles.preferences}>
      <SelectField
        label={intl.formatMessage({ id: "frame.language" })}
        value={serverLocale(locale)}
        onChange={(next) => void choose(next)}
        options={LOCALES.map((value) => ({ value, label: LANGUAGES[value].name }))}
      />
      <SelectField
        label={intl.formatMessage({ id: "frame.appearance" })}
        value={appearance}
        onChange={change}
        options={APPEARANCES.map((value) => ({
          value,
          label: intl.formatMessage({ id: `frame.appearance.${value}` }),
        }))}
      />
    </div>
  );
}
