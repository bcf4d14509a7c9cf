package savepoint.testing;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import savepoint.validation.CheckedBuilder;

/** All components of this project and the builders of their arguments, found on the class path. */
public final class Components {

    private Components() {}

    /** The components. */
    public static List<Class<?>> all() {
        return classes().filter(ComponentResource.class::isAssignableFrom).toList();
    }

    /** The builders of components' arguments, and of the values that the arguments contain. */
    public static Stream<Class<?>> builders() {
        return classes().filter(CheckedBuilder.class::isAssignableFrom).filter(type -> type != CheckedBuilder.class);
    }

    /** A builder's setters. */
    public static Stream<Method> setters(Class<?> builder) {
        return Arrays.stream(builder.getMethods()).filter(method -> method.getReturnType() == builder);
    }

    /** Whether a setter takes a value that may become known only later. */
    public static boolean takesOutput(Method setter) {
        return List.of(setter.getParameterTypes()).contains(Output.class);
    }

    private static Stream<Class<?>> classes() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("savepoint").stream()
                        .map(JavaClass::reflect);
    }
}
