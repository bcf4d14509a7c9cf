package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * launch/mvn-launch compiles without Maven, so the POM must not configure anything up to the
 * {@code compile} phase that the launcher does not do.
 */
class LauncherTest {

    private static Document pom;

    @BeforeAll
    static void readPom() throws Exception {
        pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
    }

    private static List<Element> plugins() {
        return elements(pom.getElementsByTagName("plugin"));
    }

    private static List<Element> elements(NodeList nodes) {
        var elements = new ArrayList<Element>();
        for (var i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String child(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void pomConfiguresNeitherCompilerNorResources() {
        for (var plugin : plugins()) {
            if (Set.of("maven-compiler-plugin", "maven-resources-plugin").contains(child(plugin, "artifactId"))) {
                assertEquals(0, plugin.getElementsByTagName("configuration").getLength(), child(plugin, "artifactId"));
                assertEquals(0, plugin.getElementsByTagName("execution").getLength(), child(plugin, "artifactId"));
            }
        }
        for (var tag : List.of("resources", "sourceDirectory", "profile")) {
            assertEquals(0, pom.getElementsByTagName(tag).getLength(), tag);
        }
    }

    @Test
    void pomSetsOnlyReleaseForCompiler() {
        var properties =
                elements(((Element) pom.getElementsByTagName("properties").item(0)).getElementsByTagName("*"));

        assertEquals(
                List.of("maven.compiler.release"),
                properties.stream()
                        .map(Element::getTagName)
                        .filter(name -> name.startsWith("maven.compiler."))
                        .toList());
    }

    @Test
    void pomRunsNoOtherPluginsUpToCompile() {
        var early = new TreeSet<String>();
        for (var plugin : plugins()) {
            for (var execution : elements(plugin.getElementsByTagName("execution"))) {
                var phase = execution.getElementsByTagName("phase");
                if (phase.getLength() == 0 || !phase.item(0).getTextContent().equals("package")) {
                    early.add(child(plugin, "artifactId"));
                }
            }
        }

        // The enforcer rejects old Java and Maven versions; the goals of failsafe bind it to
        // verify.
        assertEquals(Set.of("maven-enforcer-plugin", "maven-failsafe-plugin"), early);
    }
}
