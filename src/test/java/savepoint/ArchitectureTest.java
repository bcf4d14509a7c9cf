package savepoint;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.pulumi.resources.ComponentResource;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency rules of the design, and conventions that can be checked automatically. */
@AnalyzeClasses(packages = "savepoint", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule queueDoesNotDependOnLambda = noClasses()
            .that()
            .resideInAPackage("..queue..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("savepoint.lambda..");

    @ArchTest
    static final ArchRule lambdaDoesNotDependOnQueue = noClasses()
            .that()
            .resideInAPackage("..lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("savepoint.queue..");

    @ArchTest
    static final ArchRule monitoringAndRecoveryDoNotDependOnQueueOrLambda = noClasses()
            .that()
            .resideInAnyPackage("savepoint.monitoring", "savepoint.recovery")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("savepoint.queue..", "savepoint.lambda..");

    @ArchTest
    static final ArchRule deploymentKnowsNamesOnly = noClasses()
            .that()
            .resideInAPackage("savepoint.deployment")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "savepoint.queue..", "savepoint.lambda..", "savepoint.monitoring..", "savepoint.recovery..");

    @ArchTest
    static final ArchRule monitoringDoesNotDependOnRecovery = noClasses()
            .that()
            .resideInAPackage("savepoint.monitoring")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("savepoint.recovery");

    @ArchTest
    static final ArchRule recoveryDoesNotDependOnMonitoring = noClasses()
            .that()
            .resideInAPackage("savepoint.recovery")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("savepoint.monitoring");

    @ArchTest
    static final ArchRule onlyTheProgramDependsOnSettings = noClasses()
            .that()
            .resideInAnyPackage("savepoint.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("savepoint");

    @ArchTest
    static final ArchRule policiesArePureFunctions = classes()
            .that()
            .resideInAPackage("savepoint.policy")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("savepoint.policy", "java..", "com.google.gson..");

    @ArchTest
    static final ArchRule programDoesNotUseAwsClasses = noClasses()
            .that()
            .resideInAPackage("savepoint")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.pulumi.aws..");

    @ArchTest
    static final ArchRule componentsAreFinal = classes()
            .that()
            .areAssignableTo(ComponentResource.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveOnlyFinalFields();

    @ArchTest
    static final ArchRule staticFieldsAreFinal =
            noFields().that().areStatic().should().notBeFinal();
}
