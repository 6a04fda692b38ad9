import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.transport.Netty4Plugin;

/** One node, whose settings are the arguments, each as name=value. */
final class ClusterNode {
    private ClusterNode() {}

    public static void main(String[] arguments) throws Exception {
        var settings = Settings.builder();
        for (var argument : arguments) {
            var row = argument.split("=", 2);
            settings.put(row[0], row[1]);
        }
        var environment = InternalSettingsPreparer.prepareEnvironment(
                settings.build(), Map.of(), null, () -> settings.get("node.name"));
        var modules = List.of(CommonAnalysisPlugin.class, ReindexPlugin.class, Netty4Plugin.class);
        new OpenSearchRunnerNode(environment, modules).start();
        Thread.currentThread().join(); // all other threads of a node are daemons
    }
}
