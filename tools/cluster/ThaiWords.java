import java.text.BreakIterator;
import java.text.spi.BreakIteratorProvider;
import java.util.Locale;

/** Cuts Thai, badly: a node asks for it when it starts, and the smallest Javas have none. */
public final class ThaiWords extends BreakIteratorProvider {
    @Override
    public BreakIterator getWordInstance(Locale locale) {
        return BreakIterator.getCharacterInstance(Locale.ROOT);
    }

    @Override
    public BreakIterator getLineInstance(Locale locale) {
        return getWordInstance(locale);
    }

    @Override
    public BreakIterator getCharacterInstance(Locale locale) {
        return getWordInstance(locale);
    }

    @Override
    public BreakIterator getSentenceInstance(Locale locale) {
        return getWordInstance(locale);
    }

    @Override
    public Locale[] getAvailableLocales() {
        return new Locale[] {Locale.forLanguageTag("th")};
    }
}
